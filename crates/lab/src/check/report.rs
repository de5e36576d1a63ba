//! A verdict in words, as a teacher would give it: what happened, where, and what to do next.

use super::Report;
use crate::{
    checkout::Checkout,
    exercise::Exercise,
    say,
    style::{BAD, BOLD, CARE, FAINT, GOOD, TYPE, paint},
};
use judge::{Failure, Kind, Verdict};
use std::fs;

/// This many of the compiler's errors are shown; the rest often follow from them.
const ERRORS: usize = 3;

/// Prints a report. `next` is the exercise to go on with, once this one passes.
pub fn print(checkout: &Checkout, exercise: &Exercise, report: &Report, next: Option<&str>) {
    let slug = &exercise.slug;
    let title = paint(BOLD, &exercise.about.title);
    match &report.verdict {
        Verdict::Passed => {
            let tests = report.tests.len();
            let all = if tests == 1 { "its test passes".into() } else { format!("all {tests} tests pass") };
            say!("{} {slug}, {title}: {all}", paint(GOOD, "✓ passed"));
            if report.warnings > 0 {
                say!(
                    "\nThe compiler has {} to make: {}",
                    remarks(report.warnings),
                    command(&format!("cargo check -p {slug}"))
                );
            }
            say!("\nCompare: {}", lab(&format!("solution {slug}")));
            match next {
                Some(next) => say!("Go on:   {}", lab(&format!("check {next}"))),
                None => say!("That was the last one."),
            }
        }
        Verdict::Skipped { missing } => {
            say!(
                "{} {slug}, {title}: this machine can't run all of it, so it does not count as passed",
                paint(CARE, "– skipped")
            );
            for missing in missing {
                let reason = if missing.reason.is_empty() { "no reason given" } else { &missing.reason };
                say!("\n  {}: {reason}", missing.test);
            }
            say!("\nSee what is there: {}", lab("doctor"));
        }
        Verdict::DoesNotCompile { only_the_check, errors } => {
            let problem = if *only_the_check {
                "your code compiles, but the check can't use it. Has a name or a signature changed?"
            } else {
                "the compiler refuses it"
            };
            say!("{} {slug}, {title}: {problem}\n", paint(BAD, "✗ does not compile"));
            say!("{}", errors.iter().take(ERRORS).cloned().collect::<Vec<_>>().join("\n\n"));
            if errors.len() > ERRORS {
                say!("\n{} more: {}", errors.len() - ERRORS, command(&format!("cargo check -p {slug} --tests")));
            }
        }
        Verdict::Failed(failure) => failed(checkout, exercise, report, failure),
        Verdict::NeverEnds { test, limit } => {
            say!("{} {slug}, {title}: {} was ended after {limit} s", paint(BAD, "✗ never ends"), which(test));
            say!("\nDoes a worker wait for something that no one sends or unlocks? Does a loop have a way out?");
            stuck(slug);
        }
        Verdict::Died { test, how, said } => {
            say!(
                "{} {slug}, {title}: the program ended in the middle of {} ({how})",
                paint(BAD, "✗ broke off"),
                which(test)
            );
            if !said.is_empty() {
                say!("\n{}", indent(said));
            }
            stuck(slug);
        }
    }
}

fn failed(checkout: &Checkout, exercise: &Exercise, report: &Report, failure: &Failure) {
    let slug = &exercise.slug;
    let (word, said) = match failure.kind {
        Kind::NotWritten => (paint(CARE, "… not written yet"), "a part is still to do"),
        Kind::Panic => (paint(BAD, "✗ panicked"), "your code panicked"),
        Kind::Assertion => (paint(BAD, "✗ not yet"), "the check expected something else"),
    };
    say!("{word} {slug}, {}: {said}", paint(BOLD, &exercise.about.title));
    say!("\n{}\n", indent(&failure.message));
    if let Some(place) = &failure.place {
        say!("{} {}", paint(FAINT, format!("in {}, at", failure.test)), place);
        if failure.kind != Kind::Assertion
            && let Some(line) = source_line(checkout, place)
        {
            say!("  {}", paint(FAINT, line));
        }
    } else {
        say!("{}", paint(FAINT, format!("in {}", failure.test)));
    }
    let others: Vec<_> = report.tests.iter().filter(|t| t.outcome == "failed" && t.name != failure.test).collect();
    let passed = report.tests.iter().filter(|t| t.outcome == "passed").count();
    let names: Vec<_> = others.iter().map(|test| test.name.as_str()).collect();
    match (names.is_empty(), passed) {
        (true, 0) => {}
        (true, passed) => say!("{}", paint(FAINT, format!("{passed} of {} tests pass", report.tests.len()))),
        (false, passed) => {
            say!(
                "{}",
                paint(
                    FAINT,
                    format!("{passed} of {} tests pass; also failing: {}", report.tests.len(), names.join(", "))
                )
            );
        }
    }
    if failure.kind == Kind::NotWritten {
        say!("\nThe task stands at the top of {}.", checkout.short(&exercise.answer()));
    }
    stuck(slug);
}

/// The line of code at `file:line`.
fn source_line(checkout: &Checkout, place: &str) -> Option<String> {
    let (file, number) = place.rsplit_once(':')?;
    let number: usize = number.parse().ok()?;
    let text = fs::read_to_string(checkout.path(file)).ok()?;
    let line = text.lines().nth(number.checked_sub(1)?)?.trim();
    Some(format!("{number} │ {line}"))
}

fn stuck(slug: &str) {
    say!("\nStuck? {}", lab(&format!("hint {slug}")));
}

fn which(test: &Option<String>) -> String {
    test.as_ref().map_or("a test".into(), |test| paint(BOLD, test))
}

fn remarks(n: usize) -> String {
    if n == 1 { "a remark".into() } else { format!("{n} remarks") }
}

fn indent(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("  {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

/// A `lab` command to type.
fn lab(arguments: &str) -> String {
    command(&format!("cargo lab {arguments}"))
}

fn command(text: &str) -> String {
    paint(TYPE, text)
}
