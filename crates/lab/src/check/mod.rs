//! Checking an exercise: the judge's verdict, remembered and printed.

mod cache;

pub use cache::{Cache, State};
pub use judge::Report;

use crate::{
    checkout::Checkout,
    exercise::{Exercise, fingerprint},
    interrupt,
    outcome::Interrupted,
    say, style,
};
use anyhow::Result;
use judge::{
    Limits, Verdict,
    build::{self, Built},
    original,
};
use std::time::{Duration, Instant};

/// How to check.
#[derive(Clone, Copy)]
pub struct Options {
    /// How long one test may take.
    pub limit: Duration,
    /// Whether the compiler's messages may carry colours.
    pub coloured: bool,
}

impl Options {
    /// `limit` seconds for each test; colours as on standard output.
    pub fn new(limit: u64) -> Self {
        Self { limit: Duration::from_secs(limit), coloured: style::coloured() }
    }
}

/// Checks `exercise` and remembers the result.
///
/// # Errors
/// When cargo can't be run or fails for a reason that is not the learner's, or Ctrl-C was pressed.
pub fn check(checkout: &Checkout, exercise: &Exercise, options: Options) -> Result<Report> {
    let start = Instant::now();
    // Taken before the build: a file saved meanwhile must not be taken for the one that was judged.
    let fingerprint = fingerprint(checkout, exercise)?;
    let report = judged(checkout, exercise, options)?;
    Cache::of(checkout)?.remember(&exercise.slug, &fingerprint, State::from(&report.verdict))?;
    Ok(Report { seconds: start.elapsed().as_secs_f64(), ..report })
}

fn judged(checkout: &Checkout, exercise: &Exercise, options: Options) -> Result<Report> {
    let case = case(checkout, exercise);
    // First of all: what another judge would say, or whether it compiles, is of no interest.
    let changed = original::changed(&exercise.dir, &exercise.original())?;
    if !changed.is_empty() {
        return Ok(Report::new(&case, Verdict::NotTheOriginal { changed }));
    }
    match build::build(checkout.root(), &exercise.slug, options.coloured, |line| anstream::eprintln!("{line}"))? {
        Built::Broken(broken) => Ok(Report::new(&case, broken.into())),
        Built::Binary { path, warnings } => {
            let limits = Limits { test: options.limit, interrupted: &interrupt::asked, environment: Vec::new() };
            let report = judge::judge(&case, &path, &limits)?.ok_or(Interrupted)?;
            Ok(Report { warnings, ..report })
        }
    }
}

/// Prints a report. `next` is the exercise to go on with, once this one passes.
pub fn print(checkout: &Checkout, exercise: &Exercise, report: &Report, next: Option<&str>) {
    say!("{}", judge::text(&case(checkout, exercise), report, next).trim_end());
}

/// The exercise as the judge wants it.
fn case(checkout: &Checkout, exercise: &Exercise) -> judge::Exercise {
    judge::Exercise::at(checkout.root(), &exercise.slug, &exercise.about.title)
}
