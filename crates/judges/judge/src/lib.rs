//! Judges one exercise: builds its check, runs the program within limits, reads what it printed, and says what it
//! means.
//!
//! There is one judge. `lab check` hands it a learner's answer, `xtask verify` every answer whose verdict is known, so
//! that what is proved of a check is what a learner reads.
//!
//! | step | module |
//! |---|---|
//! | is it the judge that was handed out? | [`original`] |
//! | cargo's messages → a program, or the compiler's errors | [`build`] |
//! | the program, run within limits → how it ended, and what it printed, [`split`] by test | [`run`] |
//! | that → tests and their panics | [`harness`], [`panics`] |
//! | of all panics, the one that counts | [`blame`] |
//! | all that → what it means | [`verdict`] |
//! | the verdict → the text that a learner reads | [`text`] |
//!
//! [`judge`] takes the steps from a program to a verdict, for whoever has a program already. Apart from all that, a
//! [`sanitizer`] can watch a check while it runs.

pub mod blame;
pub mod build;
pub mod harness;
mod order;
pub mod original;
pub mod panics;
pub mod run;
pub mod sanitizer;
pub mod split;
pub mod style;
pub mod text;
pub mod verdict;
mod words;

pub use blame::{Before, Kind};
pub use run::{End, Limits};
pub use text::text;
pub use verdict::{Failure, Judged, Missing, Verdict};

use anyhow::{Context, Result};
use panics::Panic;
use serde::Serialize;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// What is judged, and where it lies.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Its name.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The workbook's folder, absolute: places are told from there.
    pub root: PathBuf,
    /// The exercise's folder, from `root`. The check runs in it.
    pub folder: PathBuf,
    /// The answer, from `root`: a folder, or a single file.
    pub answer: PathBuf,
    /// The check's source, from `root`.
    pub check: PathBuf,
}

/// Whose code a panic was raised in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The learner's.
    Answer,
    /// The check's; also a tool's that speaks for it.
    Check,
    /// Somebody else's.
    Elsewhere,
}

impl Exercise {
    /// The exercise `slug` of the workbook at `root`.
    pub fn at(root: &Path, slug: &str, title: &str) -> Self {
        let folder = Path::new("exercises").join(slug);
        Self {
            slug: slug.into(),
            title: title.into(),
            root: root.into(),
            answer: folder.join("src"),
            check: folder.join("tests/check.rs"),
            folder,
        }
    }

    /// In whose code a panic was raised.
    pub fn place(&self, panic: &Panic) -> Place {
        let (file, _) = self.source(panic);
        let tests = self.check.parent().unwrap_or(&self.check);
        if file.starts_with(&self.answer) {
            Place::Answer
        } else if file.starts_with(tests) || file.starts_with("crates/judges/witness") {
            Place::Check
        } else {
            Place::Elsewhere
        }
    }

    /// Where a panic was raised, as `file:line` from the workbook's folder, or from where the library was called that
    /// raised it.
    pub fn position(&self, panic: &Panic) -> String {
        let (file, line) = self.source(panic);
        format!("{}:{line}", file.display())
    }

    fn source(&self, panic: &Panic) -> (PathBuf, u32) {
        let (file, line) = match &panic.caller {
            Some((file, line)) => (self.folder.join(file), *line),
            None => (PathBuf::from(&panic.file), panic.line),
        };
        (file.strip_prefix(&self.root).map(Into::into).unwrap_or(file), line)
    }

    /// The line of code at `position`, with its number.
    fn source_line(&self, position: &str) -> Option<String> {
        let (file, number) = position.rsplit_once(':')?;
        let number: usize = number.parse().ok()?;
        let text = fs::read_to_string(self.root.join(file)).ok()?;
        let line = text.lines().nth(number.checked_sub(1)?)?.trim();
        Some(format!("{number} │ {line}"))
    }
}

/// What came of checking one exercise: what is printed, as text or as JSON.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The exercise's name.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// What it means.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Every test of the check that is known of, in the order of the task.
    pub tests: Vec<verdict::Listed>,
    /// What the learner's code printed in the test that the verdict is about; a great deal is cut short.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub printed: String,
    /// Warnings of the compiler about the learner's code.
    pub warnings: usize,
    /// How long building and running took.
    pub seconds: f64,
}

impl Report {
    /// A report without tests, on what couldn't be run.
    pub fn new(exercise: &Exercise, verdict: Verdict) -> Self {
        Self {
            exercise: exercise.slug.clone(),
            title: exercise.title.clone(),
            verdict,
            tests: Vec::new(),
            printed: String::new(),
            warnings: 0,
            seconds: 0.0,
        }
    }
}

/// Runs a check's program and says what came of it; `None` if it was interrupted. [`Report::warnings`] is for the
/// builder to fill in, and [`Report::seconds`] is how long it ran.
///
/// # Errors
/// When the program can't be run, or the check's source can't be read.
pub fn judge(exercise: &Exercise, program: &Path, limits: &Limits) -> Result<Option<Report>> {
    let ran = run::run(program, &exercise.root.join(&exercise.folder), limits)?;
    if ran.end == End::Interrupted {
        return Ok(None);
    }
    let Judged { verdict, tests, printed } = read(exercise, &ran, limits.test)?;
    let report = Report::new(exercise, verdict);
    let printed = text::shortened(&printed);
    Ok(Some(Report { tests, printed, seconds: ran.time.as_secs_f64(), ..report }))
}

/// Makes a verdict of what a check has done. `limit` is how long a test had.
///
/// # Errors
/// When the check's source can't be read.
pub fn read(exercise: &Exercise, ran: &run::Ran, limit: Duration) -> Result<Judged> {
    let mut output = harness::read(&ran.parts);
    let check = exercise.root.join(&exercise.check);
    let source = fs::read_to_string(&check).with_context(|| format!("can't read {}", check.display()))?;
    order::as_the_task_goes(&mut output, &source);
    let (verdict, printed) = verdict::verdict(exercise, &output, ran, limit);
    Ok(Judged {
        verdict,
        tests: output.tests.iter().map(|test| verdict::Listed::new(exercise, test)).collect(),
        printed,
    })
}
