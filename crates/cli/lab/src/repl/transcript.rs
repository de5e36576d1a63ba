//! A transcript: what was typed, each line after `>> `, and what came back.
//!
//! A number after `~` is one that differs from run to run: it matches any number, with any sign, and with any unit of
//! time if it has one. How much space stands between words doesn't matter: columns grow with their numbers.

/// A line that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its place in the file, from 1.
    pub line: usize,
    /// What was typed, without the prompt.
    pub input: String,
    /// What came back.
    pub output: Vec<String>,
}

/// The steps of a transcript. Lines before the first prompt belong to none.
pub fn parse(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix(">> "), steps.last_mut()) {
            (Some(input), _) => steps.push(Step { line: number + 1, input: input.into(), output: Vec::new() }),
            (None, Some(step)) => step.output.push(line.trim_end().into()),
            (None, None) => {}
        }
    }
    for step in &mut steps {
        while step.output.last().is_some_and(String::is_empty) {
            step.output.pop();
        }
    }
    steps
}

/// The text without the marks of numbers that vary.
pub fn plain(text: &str) -> String {
    let parts: Vec<_> = text.split('~').collect();
    let mut plain = parts[0].to_owned();
    for part in &parts[1..] {
        if !part.starts_with(|c: char| c.is_ascii_digit()) {
            plain.push('~');
        }
        plain += part;
    }
    plain
}

/// Whether what came back is what the transcript says.
pub fn same(want: &[String], got: &[String]) -> bool {
    want.len() == got.len() && want.iter().zip(got).all(|(want, got)| same_line(want, got))
}

fn same_line(want: &str, got: &str) -> bool {
    let (mut want, mut got) = (want.trim(), got.trim());
    loop {
        if let Some(rest) = want.strip_prefix('~') {
            let (Some(wanted), Some(given)) = (after_quantity(rest), after_quantity(got)) else { return false };
            (want, got) = (wanted, given);
            continue;
        }
        let (mut wanted, mut given) = (want.chars(), got.chars());
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a.is_whitespace() && b.is_whitespace() => {
                (want, got) = (want.trim_start(), got.trim_start());
            }
            (Some(a), Some(b)) if a == b => (want, got) = (wanted.as_str(), given.as_str()),
            _ => return false,
        }
    }
}

/// What follows a number and its unit of time, if there is a number.
fn after_quantity(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_'))).unwrap_or(text.len());
    if !text[..digits].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = &text[digits..];
    for unit in ["ns", "µs", "us", "ms", "s"] {
        let after = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix(unit);
        if let Some(after) = after.filter(|after| !after.starts_with(char::is_alphanumeric)) {
            return Some(after);
        }
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_start_steps() {
        let steps = parse("a comment\n>> let x = 1;\n>> x + 1\n2\n\n>> f()\n  a\n\n  b\n");
        assert_eq!(steps.len(), 3);
        assert_eq!((steps[0].line, steps[0].input.as_str(), steps[0].output.len()), (2, "let x = 1;", 0));
        assert_eq!(steps[1].output, ["2"]);
        assert_eq!(steps[2].output, ["  a", "", "  b"]);
    }

    #[test]
    fn only_numbers_are_marked() {
        assert_eq!(plain("~31.4 ns (~3) ~/x ~ y"), "31.4 ns (3) ~/x ~ y");
    }

    #[test]
    fn marked_numbers_vary_and_others_do_not() {
        for (want, got) in [
            ("serial ~35.1 ms", "serial   812.4 µs"),
            ("~1.9 times", "2 times"),
            ("threads ~4 ms ~1.93 ×", "threads 12 s 1.1 ×"),
            ("took ~3.2ms.", "took 411 ns."),
            ("17 pairs", "17  pairs"),
            ("a fraction of ~0.02", "a fraction of -0.003"),
        ] {
            assert!(same_line(want, got), "{want:?} and {got:?}");
        }
        for (want, got) in [
            ("17 pairs", "18 pairs"),
            ("~35 ms", "soon"),
            ("~2 workers", "3 walkers"),
            ("a ~1", "a 1 b"),
            ("ab", "a b"),
            ("", "x"),
        ] {
            assert!(!same_line(want, got), "{want:?} and {got:?}");
        }
        assert!(!same(&["1".into()], &[]));
    }
}
