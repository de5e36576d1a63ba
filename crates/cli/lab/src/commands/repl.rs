//! `lab repl`: the prompt, with the kernels loaded.

use crate::{
    checkout::Checkout,
    cli,
    commands::child::finish,
    outcome::{Outcome, WrongUsage},
    repl::{
        cells::{self, Experiment},
        evcxr, prelude,
        replay::{replay, steps, transcript},
    },
    say,
    style::{TYPE, paint},
};
use anyhow::{Context, Result};
use std::{fs, path::Path};
use weave::cells::Cell;

/// Starts evcxr with the kernels and the plot helper loaded, or replays in it what is written down.
pub fn run(checkout: &Checkout, args: &cli::Repl) -> Result<Outcome> {
    let experiment = args.chapter.as_deref().map(|name| cells::of(checkout, name)).transpose()?;
    match (&args.replay, experiment) {
        (None, experiment) => prompt(checkout, experiment.as_ref()),
        (Some(Some(_)), Some(_)) => Err(WrongUsage("replay a chapter's cells or a file, not both".into()).into()),
        (Some(Some(file)), None) => {
            let steps = transcript(file)?;
            if !evcxr::installed() {
                return missing();
            }
            let (evcxr, _slot) = evcxr::command(checkout, &prelude::crates(checkout, None)?)?;
            replay(evcxr, file, &steps)
        }
        (Some(None), Some(experiment)) if experiment.cells().is_empty() => {
            Err(WrongUsage(format!("{} has no cells", experiment.file().display())).into())
        }
        (Some(None), Some(experiment)) => replay_all(checkout, &[experiment]),
        (Some(None), None) => replay_all(checkout, &cells::all(checkout)?),
    }
}

fn missing() -> Result<Outcome> {
    evcxr::say_missing();
    Ok(Outcome::NotYet)
}

/// Runs the cells of each chapter in a session of its own.
fn replay_all(checkout: &Checkout, experiments: &[Experiment]) -> Result<Outcome> {
    if !evcxr::installed() {
        return missing();
    }
    let mut outcome = Outcome::Done;
    for experiment in experiments {
        let (evcxr, _slot) = evcxr::command(checkout, &prelude::crates(checkout, Some(experiment))?)?;
        if replay(evcxr, &experiment.file(), &steps(&experiment.cells()))? != Outcome::Done {
            outcome = Outcome::NotYet;
        }
    }
    Ok(outcome)
}

fn prompt(checkout: &Checkout, experiment: Option<&Experiment>) -> Result<Outcome> {
    if !evcxr::installed() {
        return missing();
    }
    let crates = prelude::crates(checkout, experiment)?;
    let (evcxr, slot) = evcxr::command(checkout, &crates)?;
    say!("Loaded: {}.", crates.iter().map(|it| &*it.name).collect::<Vec<_>>().join(", "));
    say!("The first line you enter compiles them: a minute or two in which evcxr says nothing. Later it's quick.");
    let cells = experiment.map(Experiment::cells).unwrap_or_default();
    if cells.is_empty() {
        say!("Try:    {}", paint(TYPE, prelude::FIRST_LINE));
    } else {
        say!("The chapter's cells wait in the history: ↑ brings the first of {}, then the next.", cells.len());
        offer(&cells, &slot.settings().join("history.txt"))?;
    }
    finish(evcxr)
}

/// Puts the cells at the end of evcxr's history, the first one last, which is where ↑ begins.
fn offer(cells: &[Cell], history: &Path) -> Result<()> {
    let old = fs::read_to_string(history).unwrap_or_default();
    let cells: Vec<_> = cells.iter().rev().map(|cell| entry(&cell.code)).collect();
    let mut lines = vec!["#V2".to_owned()];
    lines.extend(old.lines().skip(1).filter(|line| !cells.iter().any(|cell| cell == line)).map(str::to_owned));
    lines.extend(cells);
    fs::write(history, lines.join("\n") + "\n").with_context(|| format!("can't write {}", history.display()))
}

/// A line of the history, in rustyline's second format.
fn entry(code: &str) -> String {
    code.replace('\\', "\\\\").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_cell_is_the_last_line_of_the_history_and_stands_there_once() {
        let folder = tempfile::tempdir().unwrap();
        let history = folder.path().join("history.txt");
        let cell = |code: &str| Cell { line: 1, code: code.into(), answer: Vec::new() };
        let cells = [cell("let a = 1;\nprint!(\"\\n\");"), cell("a")];
        offer(&cells, &history).unwrap();
        fs::write(&history, fs::read_to_string(&history).unwrap() + "typed\n").unwrap();
        offer(&cells, &history).unwrap();
        let text = fs::read_to_string(&history).unwrap();
        assert_eq!(text, "#V2\ntyped\na\nlet a = 1;\\nprint!(\"\\\\n\");\n");
    }
}
