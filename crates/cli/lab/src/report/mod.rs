//! What was solved, when, and how long its check ran: of one reader, as a file that they may hand in, and of a class,
//! as a table of such files. It comes from the reader's own progress, and is sent nowhere.

mod class;
mod html;
mod junit;
mod own;
mod read;
mod when;

pub use class::Class;
pub use own::Own;
pub use when::{day, rfc3339};

use crate::{
    chapters::chapters,
    checkout::Checkout,
    exercise::{Level, exercises, fingerprint},
    progress::{Pass, Progress, State},
};
use anyhow::Result;
use serde::{Deserialize, Serialize};

/// The format that this program reads and writes.
pub const VERSION: u32 = 1;

/// What one reader has done.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub struct Report {
    /// The version of this format. That it is there makes a file a report.
    pub report: u32,
    /// Whose it is, if they said so.
    pub student: Option<String>,
    /// When it was made, as in RFC 3339.
    pub made: String,
    /// Every exercise of their workbook, in the book's order.
    pub exercises: Vec<Row>,
}

/// How one exercise stands.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub struct Row {
    /// Its name.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The chapter it belongs to, and what that is called.
    pub chapter: String,
    pub chapter_title: String,
    /// About how long it takes, in minutes.
    pub minutes: u32,
    /// How hard it is.
    pub level: Level,
    /// How it stands, by its last check.
    pub state: State,
    /// When an answer to it first passed, as in RFC 3339. There may be none though `state` says that it passes: this
    /// wasn't always remembered.
    pub solved: Option<String>,
    /// How long the check of the answer that lies there ran when it last passed, in seconds.
    pub seconds: Option<f64>,
    /// How many hints were given.
    pub hints: usize,
}

impl Report {
    /// The report of the reader whose workbook this is. Nothing is built or run: what was last checked counts.
    ///
    /// # Errors
    /// When an exercise or the book's table of contents can't be read.
    pub fn of(checkout: &Checkout, student: Option<String>) -> Result<Self> {
        let progress = Progress::of(checkout);
        let titles = chapters(checkout)?;
        let row = |exercise: crate::exercise::Exercise| {
            let now = fingerprint(checkout, &exercise)?;
            let (slug, about) = (exercise.slug, exercise.about);
            let title = titles.iter().find(|c| c.path == about.chapter).map_or(&about.chapter, |c| &c.title);
            Ok(Row {
                chapter_title: title.clone(),
                state: progress.state(&slug, &now),
                solved: progress.solved_at(&slug).map(rfc3339),
                seconds: progress.pass(&slug, &now).map(|pass| pass.seconds),
                hints: progress.hints(&slug),
                exercise: slug,
                title: about.title,
                chapter: about.chapter,
                minutes: about.minutes,
                level: about.level,
            })
        };
        let rows = exercises(checkout)?.into_iter().map(row).collect::<Result<_>>()?;
        Ok(Self { report: VERSION, student, made: rfc3339(Pass::now(0.0).at), exercises: rows })
    }

    /// How many exercises stand so.
    pub fn count(&self, state: State) -> usize {
        self.exercises.iter().filter(|row| row.state == state).count()
    }

    /// As what tools read that gather the results of tests.
    pub fn junit(&self) -> String {
        junit::junit(self)
    }

    /// As the reader's own page.
    pub fn html(&self, own: &Own) -> String {
        html::report(self, own)
    }
}

/// A state as a sign and a word.
pub fn words(state: State) -> (&'static str, &'static str) {
    match state {
        State::Passed => ("✓", "passed"),
        State::PassedBefore => ("↻", "passed an older check"),
        State::Failed => ("✗", "not yet"),
        State::Skipped => ("–", "skipped: that machine lacks what its check needs"),
        State::Unchecked => ("·", "to do"),
    }
}

/// What others wrote, for a terminal or a page: one line, without what would steer a terminal, and not without end.
fn tame(text: &str) -> String {
    const MOST: usize = 80;
    let line: String = text.chars().map(|c| if c.is_control() || is_unseen(c) { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Characters without a width, which can turn round what stands beside them.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn row(exercise: &str, state: State, solved: Option<&str>) -> Row {
        Row {
            exercise: exercise.into(),
            title: format!("The {exercise}"),
            chapter: "threads/threads".into(),
            chapter_title: "Threads".into(),
            minutes: 20,
            level: Level::Easy,
            state,
            solved: solved.map(Into::into),
            seconds: solved.map(|_| 0.25),
            hints: 1,
        }
    }

    #[test]
    fn a_line_of_a_stranger_s_is_one_line_and_steers_nothing() {
        assert_eq!(tame(" Ann\x1b[31m\n\u{202e}Smith\t"), "Ann [31m Smith");
        assert_eq!(tame(&"é".repeat(100)), format!("{}…", "é".repeat(80)));
    }
}
