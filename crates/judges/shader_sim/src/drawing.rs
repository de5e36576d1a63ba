//! What a shader has touched, drawn in letters.

use crate::{Access, Report};

/// Words of a buffer that are drawn.
const DRAWN: usize = 64;

/// Which requests a drawing shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requests {
    /// All of them: who touches what, and what nobody touches.
    All,
    /// The first at each place in the text: which words one subgroup asks for together.
    First,
}

impl Report {
    /// A line for each place in the text that touches one of `buffers`, which are named with their lengths in words,
    /// and a column for each of 64 words, from word `first` of each buffer on. The digit says how many invocations
    /// touch the word there; `+` is ten or more. Only what [`Dispatch::record`](crate::Dispatch::record) had kept can
    /// be drawn.
    pub fn drawing(&self, buffers: &[(&str, usize)], first: usize, requests: Requests) -> String {
        let mut lines: Vec<(u32, &str, &str, u64, Vec<u32>)> = Vec::new();
        for drawn in &self.accesses {
            let Some(&(name, length)) = buffers.iter().find(|(name, _)| *name == drawn.variable) else { continue };
            let does = match drawn.access {
                Access::Read => "reads",
                Access::Write | Access::Atomic => "stores",
            };
            let here = lines.iter().position(|line| (line.0, line.1, line.2) == (drawn.line, does, name));
            let here = here.unwrap_or_else(|| {
                lines.push((drawn.line, does, name, drawn.request, vec![0; length]));
                lines.len() - 1
            });
            let (.., request, counts) = &mut lines[here];
            if requests == Requests::All || *request == drawn.request {
                let words = counts.iter_mut().skip(drawn.word as usize).take(drawn.words as usize);
                words.for_each(|count| *count += 1);
            }
        }
        lines.sort_by_key(|line| line.0);
        let who = match requests {
            Requests::All => "your invocations touch",
            Requests::First => "the lanes of one subgroup touch together, the first time at each place",
        };
        let which = match first {
            0 => format!("the first {DRAWN} words"),
            _ => format!("words {first} to {}", first + DRAWN - 1),
        };
        let mut drawing =
            format!("What {who}, a column for each of {which}, with how many of them do (+ is ten or more):\n");
        for (line, does, name, _, counts) in &lines {
            drawing += &format!(
                "line {line:<3} {:<15}{}\n",
                format!("{does} {name}"),
                strip(counts.get(first..).unwrap_or_default())
            );
        }
        drawing
    }
}

/// A letter for each of the first words: how many touch it.
fn strip(counts: &[u32]) -> String {
    let letter = |&count: &u32| match count {
        0 => '·',
        10.. => '+',
        count => char::from_digit(count, 10).expect("below ten"),
    };
    counts.iter().take(DRAWN).map(letter).collect()
}
