//! `lab solution`: the reference answer beside the reader's.

use crate::{
    check::{self, Options, check},
    checkout::Checkout,
    cli,
    exercise::{find, fingerprint},
    outcome::Outcome,
    progress::{Progress, State},
    say,
    style::{BOLD, CARE, FAINT, TYPE, paint},
};
use anyhow::{Context, Result};
use std::{fs, io::IsTerminal, path::Path};
use walkdir::WalkDir;

/// Shows the reference answer beside the learner's, once that passes.
pub fn run(checkout: &Checkout, args: &cli::Solution) -> Result<Outcome> {
    let exercise = find(checkout, &args.name)?;
    let folder = exercise.solution()?;
    if !args.anyway {
        let known = Progress::of(checkout).state(&exercise.slug, &fingerprint(checkout, &exercise)?);
        if !matches!(known, State::Passed | State::PassedBefore) {
            let report = check(checkout, &exercise, Options::new(60))?;
            report.warn_of_unsaved();
            if !report.verdict.passed() {
                check::print(checkout, &exercise, &report, None);
                let anyway = paint(TYPE, format!("cargo lab solution {} --anyway", exercise.slug));
                say!("\n{}: the reference answer opens once yours passes, or with {anyway}", paint(CARE, "not yet"));
                return Ok(Outcome::NotYet);
            }
        }
    }
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("can't read {}", folder.display()))?;
        if entry.file_type().is_file() {
            let yours = exercise.dir.join("src").join(entry.path().strip_prefix(&folder)?);
            show(checkout, &yours, entry.path())?;
        }
    }
    // The notes are a courtesy: an exercise may have none.
    if let Ok(notes) = fs::read_to_string(exercise.reference("notes.md")) {
        say!("{}\n\n{}", paint(BOLD, "What to notice"), notes.trim());
    }
    Ok(Outcome::Done)
}

/// Shows two files, side by side where the terminal has room.
fn show(checkout: &Checkout, yours: &Path, reference: &Path) -> Result<()> {
    let titles = (checkout.short(yours), checkout.short(reference));
    let reference = fs::read_to_string(reference).with_context(|| format!("can't read {}", reference.display()))?;
    // With --anyway there may be nothing of the learner's yet.
    let yours = fs::read_to_string(yours).unwrap_or_default();
    match columns(&yours, &reference) {
        Some(width) => beside(&titles, &yours, &reference, width),
        None => {
            for (title, text) in [(&titles.0, &yours), (&titles.1, &reference)] {
                say!("{}\n\n{}\n", paint(BOLD, title), text.trim_end());
            }
        }
    }
    Ok(())
}

/// How wide a column is, if a terminal has room for both texts side by side.
fn columns(yours: &str, reference: &str) -> Option<usize> {
    let (terminal_size::Width(room), _) = terminal_size::terminal_size()?;
    let widest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let width = widest(yours).max(20);
    (std::io::stdout().is_terminal() && width + 3 + widest(reference) <= usize::from(room)).then_some(width)
}

/// Two texts, side by side, the first in a column of this width.
fn beside(titles: &(String, String), yours: &str, reference: &str, width: usize) {
    let bar = paint(FAINT, "│");
    say!("{} {bar} {}", paint(BOLD, format!("{:width$}", titles.0)), paint(BOLD, &titles.1));
    let (mut left, mut right) = (yours.lines(), reference.lines());
    loop {
        match (left.next(), right.next()) {
            (None, None) => break,
            (yours, reference) => say!("{:width$} {bar} {}", yours.unwrap_or(""), reference.unwrap_or("")),
        }
    }
    say!();
}
