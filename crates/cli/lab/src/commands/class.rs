//! `lab class`: the reports of many, as one table.

use super::report::give;
use crate::{
    checkout::Checkout,
    cli::{self, ClassFormat},
    exercise::exercises,
    outcome::{Outcome, WrongUsage},
    progress::State,
    report::{Class, day},
    style::{BAD, BOLD, FAINT, paint},
};
use anyhow::{Context, Result};
use std::{env, fmt::Write};

/// Reads the reports, those that can be read, and shows them beside each other. `NotYet` if some could not.
pub fn run(checkout: &Checkout, args: &cli::Class) -> Result<Outcome> {
    let folder = env::current_dir().context("where are we?")?.join(&args.folder);
    if !folder.is_dir() {
        return Err(WrongUsage(format!("{} is no folder", args.folder.display())).into());
    }
    let known = exercises(checkout)?.into_iter().map(|exercise| exercise.slug).collect();
    let class = Class::read(&folder, known)?;
    if class.students.is_empty() && class.unread.is_empty() {
        return Err(WrongUsage(format!(
            "there are no reports in {}: none of its files ends in .json. Each student makes one with \
             cargo lab report --format json --output NAME.json",
            args.folder.display()
        ))
        .into());
    }
    let text = match args.format {
        ClassFormat::Text => text(&class),
        ClassFormat::Json => class.json().iter().map(|line| format!("{line}\n")).collect(),
        ClassFormat::Html => class.html(),
    };
    give(&text, args.output.as_deref())?;
    if args.format != ClassFormat::Text || args.output.is_some() {
        for (file, why) in &class.unread {
            anstream::eprintln!("{}: {file} is left out: {why}", paint(BAD, "warning"));
        }
    }
    Ok(Outcome::done_if(class.unread.is_empty()))
}

fn text(class: &Class) -> String {
    let mut text = String::new();
    let mut line = |line: String| writeln!(text, "{}", line.trim_end()).expect("a string takes what is written");
    let counted = [(State::Passed, "passed"), (State::PassedBefore, "again"), (State::Failed, "not yet")];
    let heads: String = counted.iter().map(|(_, head)| format!("  {head:>7}")).collect();

    let width = class.students.iter().map(|student| student.name.chars().count()).max().unwrap_or(0);
    line(paint(BOLD, format!("{:width$}{heads}  last solved (UTC)", "")));
    for student in &class.students {
        let counts: String =
            counted.iter().map(|(state, _)| format!("  {:>7}", student.report.count(*state))).collect();
        let last = student.report.exercises.iter().filter_map(|row| row.solved.as_deref()).max();
        line(format!("{:width$}{counts}  {}", student.name, last.map_or(String::new(), day)));
    }

    let columns = class.columns();
    let width = columns.iter().map(|slug| slug.len()).max().unwrap_or(0);
    line(String::new());
    line(paint(BOLD, format!("{:width$}{heads}", "")));
    let mut untouched = 0;
    for slug in columns {
        let counts = counted.map(|(state, _)| class.count(slug, state));
        if counts == [0; 3] {
            untouched += 1;
            continue;
        }
        line(format!("{slug:width$}{}", counts.map(|count| format!("  {count:>7}")).concat()));
    }
    if untouched > 0 {
        line(paint(FAINT, format!("{untouched} exercises that nobody has had checked")));
    }
    line(format!("\n{} reports read", class.students.len()));
    for (file, why) in &class.unread {
        line(format!("{} {file}: {why}", paint(BAD, "✗ not read:")));
    }
    text
}
