//! Judging an exercise: build its check, run it with a time limit, read what it printed, and say what it means.

mod build;
mod json;
mod libtest;
mod panics;
mod report;
mod run;
mod verdict;

pub use report::print;
pub use verdict::{Failure, Kind, Verdict};

use crate::{
    checkout::Checkout,
    exercise::{Exercise, fingerprint},
    outcome::Interrupted,
    progress::Progress,
    style::{self, CARE, paint},
};
use anyhow::Result;
use build::Built;
use serde::Serialize;
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// What came of checking one exercise.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The exercise's name.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// What it means.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Every test of the check that is known of, in the order it ran.
    pub tests: Vec<json::Test>,
    /// Warnings of the compiler about the learner's code.
    pub warnings: usize,
    /// How long building and running took.
    pub seconds: f64,
    /// Why the result could not be remembered. The verdict stands all the same.
    #[serde(skip)]
    pub unsaved: Option<anyhow::Error>,
}

impl Report {
    /// Says so, after the verdict, where the result could not be remembered.
    pub fn warn_of_unsaved(&self) {
        if let Some(error) = &self.unsaved {
            anstream::eprintln!("\n{}: this result is not remembered: {error:#}", paint(CARE, "warning"));
        }
    }
}

/// How to check.
#[derive(Clone, Copy)]
pub struct Options {
    /// How long one test may take.
    pub limit: Duration,
    /// Whether the compiler's messages may carry colours.
    pub coloured: bool,
}

/// Checks `exercise` and remembers the result.
///
/// # Errors
/// When cargo can't be run or fails for a reason that is not the learner's, or Ctrl-C was pressed.
pub fn check(checkout: &Checkout, exercise: &Exercise, options: Options) -> Result<Report> {
    let start = Instant::now();
    // Taken before the build: a file saved meanwhile must not be taken for the one that was judged.
    let fingerprint = fingerprint(checkout, exercise)?;
    let (verdict, tests, warnings) = match build::build(checkout, exercise, options.coloured)? {
        Built::Broken(broken) => (Verdict::from(broken), Vec::new(), 0),
        Built::Binary { path, warnings } => {
            let ran = run::run(&path, &exercise.dir, options.limit)?;
            if matches!(ran.end, run::End::Interrupted) {
                return Err(Interrupted.into());
            }
            let (verdict, tests) = judge(exercise, &ran, options.limit);
            (verdict, tests, warnings)
        }
    };
    let state = verdict.state();
    let unsaved = Progress::update(checkout, |progress| progress.checked(&exercise.slug, fingerprint, state)).err();
    let seconds = start.elapsed().as_secs_f64();
    Ok(Report {
        exercise: exercise.slug.clone(),
        title: exercise.about.title.clone(),
        verdict,
        tests,
        warnings,
        seconds,
        unsaved,
    })
}

/// Makes a verdict of what a check printed and how it ended.
fn judge(exercise: &Exercise, ran: &run::Ran, limit: Duration) -> (Verdict, Vec<json::Test>) {
    let mut output = libtest::parse(&ran.stdout);
    // libtest runs tests by name; the file's order is the one that teaches.
    let source = fs::read_to_string(exercise.check()).unwrap_or_default();
    output.tests.sort_by_key(|test| source.find(&format!("fn {}(", test.name)).unwrap_or(usize::MAX));

    let slug = Path::new("exercises").join(&exercise.slug);
    let verdict = verdict::verdict(&output, ran, &slug, limit);
    let tests = output.tests.iter().map(json::Test::from).collect();
    (verdict, tests)
}

impl Options {
    /// `limit` seconds for each test; colours as on standard output.
    pub fn new(limit: u64) -> Self {
        Self { limit: Duration::from_secs(limit), coloured: style::coloured() }
    }
}
