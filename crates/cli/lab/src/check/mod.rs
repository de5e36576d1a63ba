//! Checking an exercise: the judge's verdict, remembered and printed.

mod freshen;

use crate::{
    checkout::Checkout,
    exercise::{Exercise, fingerprint},
    interrupt,
    outcome::Interrupted,
    progress::{Pass, Progress, State},
    say,
    style::{self, CARE, TYPE, paint},
};
use anyhow::{Context, Result};
use judge::{
    Limits, Verdict,
    build::{self, Built},
    original,
};
use meanwhile::Line;
use serde::Serialize;
use std::{
    fs,
    ops::Deref,
    path::PathBuf,
    time::{Duration, Instant},
};
use walkdir::WalkDir;

/// What came of checking one exercise.
#[derive(Debug, Serialize)]
pub struct Report {
    #[serde(flatten)]
    judged: judge::Report,
    /// Why the result could not be remembered. The verdict stands all the same.
    #[serde(skip)]
    unsaved: Option<anyhow::Error>,
}

impl Deref for Report {
    type Target = judge::Report;

    fn deref(&self) -> &judge::Report {
        &self.judged
    }
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
    // One that can't be given a new date is built as cargo sees fit.
    let _ = freshen::freshen(checkout, exercise, &fingerprint.answer);
    let judged = judged(checkout, exercise, options)?;
    freshen::built(checkout, exercise, &fingerprint.answer);
    let state = State::from(&judged.verdict);
    let ran = Pass::now(judged.seconds);
    let unsaved = match judged.verdict {
        // Nothing was judged: what the answer has passed before, it still has.
        Verdict::NotTheOriginal { .. } => None,
        _ => Progress::update(checkout, |progress| progress.checked(&exercise.slug, fingerprint, state, ran)).err(),
    };
    let judged = judge::Report { seconds: start.elapsed().as_secs_f64(), ..judged };
    Ok(Report { judged, unsaved })
}

fn judged(checkout: &Checkout, exercise: &Exercise, options: Options) -> Result<judge::Report> {
    let case = case(checkout, exercise);
    // First of all: what another judge would say, or whether it compiles, is of no interest.
    let changed = original::changed(&exercise.dir, &exercise.original())?;
    if !changed.is_empty() {
        return Ok(judge::Report::new(&case, Verdict::NotTheOriginal { changed }));
    }
    if exercise.about.needs.iter().any(|need| need == "cubecl") {
        cubecl(checkout)?;
    }
    let built = build::build(checkout.cargo(), checkout.root(), &exercise.slug, options.coloured);
    // Ctrl-C ends cargo too, which has then not failed.
    if interrupt::asked() {
        return Err(Interrupted.into());
    }
    match built? {
        Built::Broken(broken) => Ok(judge::Report::new(&case, broken.into())),
        Built::Binary { path, warnings } => {
            let limits = Limits { only: None, test: options.limit, interrupted: &interrupt::asked };
            let line = Line::new();
            line.say(format!("running the check of {}", exercise.slug));
            let report = judge::judge(&case, &path, &limits)?.ok_or(Interrupted)?;
            drop(line);
            Ok(judge::Report { warnings, ..report })
        }
    }
}

/// Has cargo compile CubeCL, which is no part of the workbook's build. Where it can't, the check says that it was
/// skipped; here is why.
fn cubecl(checkout: &Checkout) -> Result<()> {
    let mut cargo = checkout.cargo();
    cargo.args(cube_wgsl::arguments(checkout.root(), checkout.target()));
    let built =
        meanwhile::build(&mut cargo, "CubeCL, the first time some 250 crates").context("cargo can't be started")?;
    if interrupt::asked() {
        return Err(Interrupted.into());
    }
    if !built.success {
        anstream::eprintln!(
            "{}: CubeCL can't be compiled. If its crates aren't on this machine yet, that needs the network once.\n\n{}\n",
            paint(CARE, "warning"),
            built.stderr.trim_end()
        );
    }
    Ok(())
}

/// Prints a report. `next` is the exercise to go on with, once this one passes.
pub fn print(checkout: &Checkout, exercise: &Exercise, report: &Report, next: Option<&str>) {
    say!("{}", judge::text(&case(checkout, exercise), report, next).trim_end());
    if let Some(file) = torn(exercise) {
        say!(
            "\nGit has left two versions in {}, between <<<<<<< and >>>>>>>. {} goes back to yours; then {} gets the new \
             version around it.",
            paint(CARE, checkout.short(&file)),
            paint(TYPE, "git merge --abort"),
            paint(TYPE, "cargo lab update")
        );
    }
}

/// A file of the answer that git couldn't merge, with git's marks still in it.
fn torn(exercise: &Exercise) -> Option<PathBuf> {
    let files = WalkDir::new(exercise.dir.join("src")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let mut files = files.filter(|entry| entry.path().extension().is_some_and(|end| end != "bak"));
    let file = files.find(|entry| {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        ["<<<<<<< ", ">>>>>>> "].iter().all(|mark| text.lines().any(|line| line.starts_with(mark)))
    });
    file.map(walkdir::DirEntry::into_path)
}

/// The exercise as the judge wants it.
fn case(checkout: &Checkout, exercise: &Exercise) -> judge::Exercise {
    judge::Exercise::at(checkout.root(), &exercise.slug, &exercise.about.title)
}
