//! Transcripts and chapters' cells run again, and held against what the REPL says now.

use super::{
    session::Session,
    transcript::{Step, parse, same},
};
use crate::{
    outcome::{Outcome, WrongUsage},
    say,
    style::{BAD, GOOD, paint},
};
use anyhow::{Context, Result};
use meanwhile::Line;
use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use weave::cells::Cell;

/// The first line compiles the crates it loads, from nothing.
const PATIENCE: Duration = Duration::from_secs(600);

/// The lines of a transcript.
///
/// # Errors
/// Wrong usage for a file that can't be read or holds no prompt.
pub fn transcript(file: &Path) -> Result<Vec<Step>> {
    let text = fs::read_to_string(file).map_err(|e| WrongUsage(format!("can't read {}: {e}", file.display())))?;
    let steps = parse(&text);
    if steps.is_empty() {
        return Err(WrongUsage(format!("{} has no line that starts with \">> \"", file.display())).into());
    }
    Ok(steps)
}

/// The cells of a chapter as what is typed and comes back.
pub fn steps(cells: &[Cell]) -> Vec<Step> {
    let step = |Cell { line, code, answer }: &Cell| Step { line: *line, input: code.clone(), output: answer.clone() };
    cells.iter().map(step).collect()
}

/// Enters these into `evcxr`, one after another, and compares what comes back. `file` is where they stand.
///
/// # Errors
/// When evcxr can't be started or falls silent.
pub fn replay(evcxr: Command, file: &Path, steps: &[Step]) -> Result<Outcome> {
    let (line, start) = (Line::new(), Instant::now());
    line.say("starting evcxr");
    let mut session = Session::start(evcxr)?;
    let mut wrong = 0;
    for (i, step) in steps.iter().enumerate() {
        let first = step.input.lines().next().unwrap_or_default();
        line.say(format!("{} of {}: {first}", i + 1, steps.len()));
        let got = session.enter(&step.input, |time, _| time < PATIENCE);
        let got = got.with_context(|| format!("{}:{}", file.display(), step.line))?;
        if !same(&step.output, &got.lines) {
            wrong += 1;
            show(file, step, &got.lines);
        }
    }
    drop(line);
    let (count, file, seconds) = (steps.len(), file.display(), start.elapsed().as_secs_f64());
    match wrong {
        0 => say!("{} {count} answers of {file} ({seconds:.0} s)", paint(GOOD, "✓ as written:")),
        _ => say!("{} {wrong} of {count} answers of {file}", paint(BAD, "✗ differ:")),
    }
    Ok(Outcome::done_if(wrong == 0))
}

fn show(file: &Path, step: &Step, got: &[String]) {
    say!("{}:{}\n>> {}", file.display(), step.line, step.input.replace('\n', "\n   "));
    for (who, lines) in [("expected", step.output.as_slice()), ("got", got)] {
        say!("{who}:");
        for line in lines {
            say!("  {line}");
        }
    }
    say!();
}
