//! `lab report`: what was solved, for a teacher.

use super::list::word;
use crate::{
    checkout::Checkout,
    cli::{self, ReportFormat},
    kept,
    outcome::{Outcome, WrongUsage},
    progress::State,
    report::{self, Own, Report},
    say,
    style::{BOLD, FAINT, GOOD, paint},
};
use anyhow::{Context, Result};
use std::{env, fmt::Write, path::Path};

/// Writes the report. Nothing is built or run, and nothing sent: states are those of the last checks.
pub fn run(checkout: &Checkout, args: &cli::Report) -> Result<Outcome> {
    let name = args.name.as_deref().map(str::trim);
    if name == Some("") {
        return Err(WrongUsage("--name is empty: say whose report this is, or leave it out".into()).into());
    }
    let report = Report::of(checkout, name.map(Into::into))?;
    let text = match args.format {
        ReportFormat::Text => text(&report),
        ReportFormat::Json => serde_json::to_string(&report)?,
        ReportFormat::Junit => report.junit(),
        ReportFormat::Html => report.html(&Own::of(checkout)),
    };
    give(&text, args.output.as_deref())
}

/// Prints `text`, or writes it to a file.
///
/// # Errors
/// When it can't be written.
pub fn give(text: &str, output: Option<&Path>) -> Result<Outcome> {
    let text = text.trim_end();
    match output {
        None => say!("{text}"),
        Some(file) => {
            let path = env::current_dir().context("where are we?")?.join(file);
            let text = anstream::adapter::strip_str(text).to_string() + "\n";
            kept::replace(&path, text.as_bytes()).with_context(|| format!("can't write {}", file.display()))?;
            say!("{} {}", paint(GOOD, "✓ written:"), file.display());
        }
    }
    Ok(Outcome::Done)
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    let mut line = |line: &str| writeln!(text, "{line}").expect("a string takes what is written");
    let width = report.exercises.iter().map(|row| row.exercise.len()).max().unwrap_or(0);
    let mut chapter = None;
    for row in &report.exercises {
        if chapter != Some(&row.chapter) {
            if chapter.is_some() {
                line("");
            }
            line(&paint(BOLD, &row.chapter_title));
            chapter = Some(&row.chapter);
        }
        let solved = row.solved.as_deref().map(|solved| format!("solved {}", report::day(solved)));
        let ran = row.seconds.map(|seconds| format!("its check ran {seconds:.2} s"));
        let hints = match row.hints {
            0 => None,
            1 => Some("1 hint".to_owned()),
            n => Some(format!("{n} hints")),
        };
        let facts: Vec<_> = [solved, ran, hints].into_iter().flatten().collect();
        let facts = paint(FAINT, facts.join(", "));
        line(format!("  {}  {:width$}  {facts}", word(row.state), row.exercise).trim_end());
    }
    let passed = report.count(State::Passed);
    let who = report.student.as_deref().map_or(String::new(), |name| format!("{name}: "));
    let made = report::day(&report.made);
    line(&format!("\n{who}{passed} of {} passed. Made {made}; days and times are in UTC.", report.exercises.len()));
    text
}
