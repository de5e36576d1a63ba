//! A verdict in words, as a teacher would give it: what happened, where, and what to do next.

use crate::{
    Before, Exercise, Kind, Report,
    style::{BAD, BOLD, CARE, FAINT, GOOD, TYPE, paint},
    verdict::{Failure, Verdict},
};
use std::fmt::Write;

/// This many of the compiler's errors are shown; the rest often follow from them.
const ERRORS: usize = 3;

/// This many lines of what an answer has printed are shown from the beginning, and as many from the end.
const LINES: usize = 10;

/// A line is cut after this many characters.
const WIDTH: usize = 200;

/// What a learner reads. `next` is the exercise to go on with, once this one passes.
///
/// It holds the codes of colours; where they aren't wanted, take them out (`anstream` does that on the way out).
pub fn text(exercise: &Exercise, report: &Report, next: Option<&str>) -> String {
    let mut text = Text(String::new());
    text.report(exercise, report, next);
    text.0
}

/// What an answer has printed, cut short where it is much.
pub fn shortened(lines: &[String]) -> String {
    let cut = |line: &String| match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.clone(),
    };
    if lines.len() <= 2 * LINES {
        return lines.iter().map(cut).collect::<Vec<_>>().join("\n");
    }
    let (head, tail) = (&lines[..LINES], &lines[lines.len() - LINES..]);
    let more = format!("… {} lines more", thousands(lines.len() - 2 * LINES));
    head.iter().map(cut).chain([more]).chain(tail.iter().map(cut)).collect::<Vec<_>>().join("\n")
}

/// `3412` as `3,412`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

struct Text(String);

/// Adds a line.
macro_rules! line {
    ($text:expr, $($arg:tt)*) => { writeln!($text.0, $($arg)*).expect("writing to a string can't fail") };
}

impl Text {
    fn report(&mut self, exercise: &Exercise, report: &Report, next: Option<&str>) {
        let slug = &exercise.slug;
        let title = paint(BOLD, &exercise.title);
        match &report.verdict {
            Verdict::Passed => {
                let tests = report.tests.len();
                let all = if tests == 1 { "its test passes".into() } else { format!("all {tests} tests pass") };
                line!(self, "{} {slug}, {title}: {all}", paint(GOOD, "✓ passed"));
                if report.warnings > 0 {
                    let remarks = remarks(report.warnings);
                    line!(self, "\nThe compiler has {remarks} to make: {}", command(&format!("cargo check -p {slug}")));
                }
                line!(self, "\nCompare: {}", lab(&format!("solution {slug}")));
                match next {
                    Some(next) => line!(self, "Go on:   {}", lab(&format!("check {next}"))),
                    None => line!(self, "That was the last one."),
                }
            }
            Verdict::Skipped { missing } => {
                line!(
                    self,
                    "{} {slug}, {title}: this machine can't run all of it, so it does not count as passed",
                    paint(CARE, "– skipped")
                );
                for missing in missing {
                    let reason = if missing.reason.is_empty() { "no reason given" } else { &missing.reason };
                    line!(self, "\n  {}: {reason}", missing.test);
                }
                line!(self, "\nSee what is there: {}", lab("doctor"));
            }
            Verdict::DoesNotCompile { only_the_check, only_the_copy, errors } => {
                let problem = if *only_the_copy {
                    "your code compiles, but not the copy of it that the check plays. There, locks, atomics, channels and threads \
                     have stand-ins, at which the check can stop a thread; what the compiler names here, they can't do. Use \
                     something else in its place"
                } else if *only_the_check {
                    "your code compiles, but the check can't use it. Has a name or a signature changed?"
                } else {
                    "the compiler refuses it"
                };
                line!(self, "{} {slug}, {title}: {problem}\n", paint(BAD, "✗ does not compile"));
                line!(self, "{}", errors.iter().take(ERRORS).cloned().collect::<Vec<_>>().join("\n\n"));
                if errors.len() > ERRORS {
                    let more = errors.len() - ERRORS;
                    line!(self, "\n{more} more: {}", command(&format!("cargo check -p {slug} --tests")));
                }
            }
            Verdict::Failed(failure) => self.failed(exercise, report, failure),
            Verdict::NeverEnds { test, flood: true, .. } => {
                line!(
                    self,
                    "{} {slug}, {title}: {} printed without end and was ended",
                    paint(BAD, "✗ never ends"),
                    which(test)
                );
                self.printed(report);
                line!(self, "\nWhich loop prints, and does it have a way out?");
                self.stuck(slug);
            }
            Verdict::NeverEnds { test, limit, flood: false, before } => {
                line!(
                    self,
                    "{} {slug}, {title}: {} was ended after {limit} s",
                    paint(BAD, "✗ never ends"),
                    which(test)
                );
                if let Some(before) = before {
                    self.before(before);
                }
                self.printed(report);
                line!(
                    self,
                    "\nDoes a worker wait for something that no one sends or unlocks? Does a loop have a way out?"
                );
                self.stuck(slug);
            }
            Verdict::Died { test, how, said } => {
                line!(
                    self,
                    "{} {slug}, {title}: the program ended in the middle of {} ({how})",
                    paint(BAD, "✗ broke off"),
                    which(test)
                );
                if !said.is_empty() {
                    line!(self, "\n{}", indent(said));
                }
                self.printed(report);
                self.stuck(slug);
            }
            Verdict::NotTheOriginal { changed } => {
                line!(
                    self,
                    "{} {slug}, {title}: this is not the check that was handed out, so it says nothing about your code",
                    paint(BAD, "✗ not judged")
                );
                line!(self, "");
                for change in changed {
                    line!(self, "  {change}");
                }
                line!(self, "\nPut it back: {}", lab(&format!("reset {slug} --check")));
                line!(self, "Your answer stays as it is, and what you put in its place is kept as a backup.");
                line!(self, "Tests of your own are welcome in a file of their own, such as tests/mine.rs.");
            }
        }
    }

    fn failed(&mut self, exercise: &Exercise, report: &Report, failure: &Failure) {
        let slug = &exercise.slug;
        let (word, said) = match failure.kind {
            Kind::NotWritten => (paint(CARE, "… not written yet"), "a part is still to do"),
            Kind::Panic => (paint(BAD, "✗ panicked"), "your code panicked"),
            Kind::Assertion if shader_refused(&failure.message) => {
                (paint(BAD, "✗ does not compile"), "the shader's compiler refuses it")
            }
            Kind::Assertion => (paint(BAD, "✗ not yet"), "the check expected something else"),
        };
        line!(self, "{word} {slug}, {}: {said}", paint(BOLD, &exercise.title));
        if let Some(before) = &failure.before {
            self.before(before);
        }
        line!(self, "\n{}\n", indent(&failure.message));
        if let Some(place) = &failure.place {
            line!(self, "{} {}", paint(FAINT, format!("in {}, at", failure.test)), place);
            // Where the check compares without a word, its own line has to do.
            let wordless = failure.message.trim_start().starts_with("yours: ");
            if (failure.kind != Kind::Assertion || wordless)
                && let Some(code) = exercise.source_line(place)
            {
                line!(self, "  {}", paint(FAINT, code));
            }
        } else {
            line!(self, "{}", paint(FAINT, format!("in {}", failure.test)));
        }
        let others = report.tests.iter().filter(|test| test.outcome == "failed" && test.name != failure.test);
        let names: Vec<_> = others.map(|test| test.name.as_str()).collect();
        let passed = report.tests.iter().filter(|test| test.outcome == "passed").count();
        let pass = format!("{passed} of {} tests pass", report.tests.len());
        match (names.is_empty(), passed) {
            (true, 0) => {}
            (true, _) => line!(self, "{}", paint(FAINT, pass)),
            (false, _) => line!(self, "{}", paint(FAINT, format!("{pass}; also failing: {}", names.join(", ")))),
        }
        if let Some(how) = &failure.broke_off {
            line!(self, "{}", paint(FAINT, format!("{how}; what comes after it has not been tried")));
        }
        self.printed(report);
        if failure.kind == Kind::NotWritten {
            let mut answer = exercise.answer.clone();
            if answer.extension().is_none() {
                answer.push("lib.rs");
            }
            line!(self, "\nThe task stands at the top of {}.", answer.display());
        }
        self.stuck(slug);
    }

    fn before(&mut self, before: &Before) {
        line!(self, "\n{}", indent(&before.message));
        line!(self, "{} {}", paint(FAINT, "  a panic before that, at"), before.place);
    }

    /// The learner's own words.
    fn printed(&mut self, report: &Report) {
        if !report.printed.is_empty() {
            line!(self, "\n{}", paint(BOLD, "Your program printed:"));
            line!(self, "{}", indent(&report.printed));
        }
    }

    fn stuck(&mut self, slug: &str) {
        line!(self, "\nStuck? {}", lab(&format!("hint {slug}")));
    }
}

/// Whether a check says of a file that isn't Rust that its compiler refused it: that is no answer yet.
fn shader_refused(message: &str) -> bool {
    message.lines().next().is_some_and(|line| line.starts_with("src/") && line.ends_with(" does not compile."))
}

fn which(test: &Option<String>) -> String {
    test.as_ref().map_or("a test".into(), |test| paint(BOLD, test))
}

fn remarks(n: usize) -> String {
    if n == 1 { "a remark".into() } else { format!("{n} remarks") }
}

fn indent(text: &str) -> String {
    let indented = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    indented.collect::<Vec<_>>().join("\n")
}

/// A `lab` command to type.
fn lab(arguments: &str) -> String {
    command(&format!("cargo lab {arguments}"))
}

fn command(text: &str) -> String {
    paint(TYPE, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shader_that_does_not_compile_is_no_answer_yet() {
        assert!(shader_refused("src/map.wgsl does not compile.\nerror: name `mut` is a reserved keyword"));
        assert!(!shader_refused("map.wgsl: nothing is stored in y yet"));
        assert!(!shader_refused("The page says that src/map.wgsl does not compile.\nIt does."));
    }

    #[test]
    fn much_is_cut_to_its_beginning_and_its_end() {
        let lines: Vec<_> = (1..=3432).map(|number| format!("line {number}")).collect();
        let short = shortened(&lines);
        assert_eq!(short.lines().count(), 21);
        assert!(short.starts_with("line 1\n") && short.ends_with("\nline 3432"));
        assert!(short.contains("line 10\n… 3,412 lines more\nline 3423\n"), "{short}");
        assert_eq!(shortened(&lines[..20]).lines().count(), 20);
        assert!(shortened(&["ü".repeat(1_000_000)]).len() < 1000);
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(999), "999");
    }
}
