//! Checking an exercise: the judge's verdict, remembered and put into words.

mod cache;
mod report;

pub use cache::{Cache, State};
pub use report::print;

use crate::{
    checkout::Checkout,
    exercise::{Exercise, fingerprint},
    interrupt,
    outcome::Interrupted,
    style,
};
use anyhow::Result;
use judge::{
    Verdict,
    build::{self, Built},
    json, run,
};
use serde::Serialize;
use std::{
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
    let (verdict, tests, warnings) =
        match build::build(checkout.cargo(), checkout.root(), &exercise.slug, options.coloured, |line| {
            anstream::eprintln!("{line}")
        })? {
            Built::Broken(broken) => (Verdict::from(broken), Vec::new(), 0),
            Built::Binary { path, warnings } => {
                let ran = run::run(&path, &exercise.dir, options.limit, &interrupt::asked)?;
                if matches!(ran.end, run::End::Interrupted) {
                    return Err(Interrupted.into());
                }
                let (verdict, tests) =
                    judge::judge(&exercise.check(), &Path::new("exercises").join(&exercise.slug), &ran, options.limit);
                (verdict, tests, warnings)
            }
        };
    Cache::of(checkout)?.remember(&exercise.slug, &fingerprint, State::from(&verdict))?;
    let seconds = start.elapsed().as_secs_f64();
    Ok(Report {
        exercise: exercise.slug.clone(),
        title: exercise.about.title.clone(),
        verdict,
        tests,
        warnings,
        seconds,
    })
}

impl Options {
    /// `limit` seconds for each test; colours as on standard output.
    pub fn new(limit: u64) -> Self {
        Self { limit: Duration::from_secs(limit), coloured: style::coloured() }
    }
}
