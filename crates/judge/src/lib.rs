//! Judges one exercise: builds its check, runs the program within limits, reads what it printed, and says what it means.
//!
//! There is one judge. `lab check` hands it a learner's answer, `xtask verify` every answer whose verdict is known, so that
//! what is proved of a check is what a learner reads.
//!
//! | step | module |
//! |---|---|
//! | cargo's messages → a program, or the compiler's errors | [`build`] |
//! | the program, run within limits → what it printed and how it ended | [`run`] |
//! | its output → tests | [`libtest`], their panics in [`panics`] |
//! | all that → what it means | [`verdict`] |
//!
//! [`judge`] takes the steps after the first, for whoever has a program already.

pub mod build;
pub mod json;
pub mod libtest;
pub mod panics;
pub mod run;
pub mod verdict;

pub use verdict::{Failure, Kind, Missing, Verdict};

use std::{fs, path::Path, time::Duration};

/// Makes a verdict of what a check printed and how it ended, and the list of its tests in the order of the task.
///
/// `check` is the check's source, `folder` the exercise's folder as the compiler was given it, and `limit` how long a test
/// had.
pub fn judge(check: &Path, folder: &Path, ran: &run::Ran, limit: Duration) -> (Verdict, Vec<json::Test>) {
    let mut output = libtest::parse(&ran.stdout);
    // libtest runs tests by name; the file's order is the one that teaches.
    let source = fs::read_to_string(check).unwrap_or_default();
    output.tests.sort_by_key(|test| source.find(&format!("fn {}(", test.name)).unwrap_or(usize::MAX));

    let verdict = verdict::verdict(&output, ran, folder, limit);
    let tests = output.tests.iter().map(json::Test::from).collect();
    (verdict, tests)
}
