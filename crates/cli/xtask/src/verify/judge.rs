//! Has the judge run a check, and compares its verdict with the one that the candidate deserves.

use super::exercise::{Candidate, Role};
use super::workspace::{self, Built};
use anyhow::{Context, Result};
use judge::{Kind, Limits, Report};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// A test that takes longer has hung. Its own watchdog should have ended it long before, however busy the machine.
const LIMIT: Duration = Duration::from_secs(300);

/// What became of a check.
#[derive(Debug, Deserialize, Serialize)]
pub enum Verdict {
    /// Every test passed.
    Passes { tests: Vec<String>, time: Duration },
    /// Some test failed: of all `tests` these; in `panicked`, those of them in which the candidate's own code panicked.
    /// `unwritten` is whether a `todo!` is why, and `output` what its learner reads.
    Fails { failed: Vec<String>, panicked: Vec<String>, tests: usize, unwritten: bool, time: Duration, output: String },
    /// No test failed, but some couldn't run on this machine.
    Skipped { ignored: usize },
    /// It isn't even a program.
    DoesNotCompile { errors: String },
    /// It ended in a way a check never should.
    Broken { how: String, output: String },
}

/// What the judge of every reader says of the candidate, in the workbook where it lies as a reader's answer would; of
/// all tests `only` one, where it is named. And whether it could run every test on this machine.
pub fn judge(candidate: &Candidate, built: &Built, only: Option<&str>) -> Result<(Verdict, bool)> {
    let Some(program) = &built.program else {
        return Ok((Verdict::DoesNotCompile { errors: built.warnings.clone() }, true));
    };
    let exercise = judge::Exercise::at(&workspace::folder(), &candidate.slug, &candidate.title);
    let limits = Limits { only, test: LIMIT, interrupted: &|| false };
    let report = judge::judge(&exercise, program, &limits).with_context(|| candidate.to_string())?;
    let report = report.context("nobody interrupts it")?;
    let output = anstream::adapter::strip_str(&judge::text(&exercise, &report, None)).to_string();
    let whole = report.tests.iter().all(|test| test.outcome != "skipped");
    Ok((verdict(report, output), whole))
}

/// A report in the terms that matter here; `output` is its text.
fn verdict(report: Report, output: String) -> Verdict {
    let time = Duration::from_secs_f64(report.seconds);
    let names = |outcome: &str| {
        let these = report.tests.iter().filter(|test| test.outcome == outcome);
        these.map(|test| test.name.clone()).collect::<Vec<_>>()
    };
    match &report.verdict {
        judge::Verdict::Passed => Verdict::Passes { tests: names("passed"), time },
        judge::Verdict::Skipped { missing } => Verdict::Skipped { ignored: missing.len() },
        judge::Verdict::Failed(failure) => match &failure.broke_off {
            // What came after it has not been tried.
            Some(how) => Verdict::Broken { how: format!("broke off: {how}"), output },
            None => {
                let failed = names("failed");
                let panicked = report.tests.iter().filter(|test| test.kind == Some(Kind::Panic));
                let panicked = panicked.map(|test| test.name.clone()).collect();
                let tests = names("passed").len() + failed.len();
                Verdict::Fails { failed, panicked, tests, unwritten: failure.kind == Kind::NotWritten, time, output }
            }
        },
        _ => {
            // Its first line says how.
            let how = output.lines().next().unwrap_or_default().to_owned();
            Verdict::Broken { how, output }
        }
    }
}

/// A complaint, if `LAB_REQUIRE` names what the candidate's exercise lacks on this machine.
pub fn required_but_skipped(candidate: &Candidate) -> Option<String> {
    let list = std::env::var("LAB_REQUIRE").unwrap_or_default();
    let need = candidate.needs.iter().find(|need| list.split(',').any(|item| item.trim() == **need))?;
    Some(format!("{candidate} was skipped, though LAB_REQUIRE names {need}"))
}

/// A line of `words` that `output` doesn't have though it should; or has though it shouldn't, for a line that begins
/// with `not: `. How the lines of the output are broken doesn't matter.
fn not_said(words: &[String], output: &str) -> Option<String> {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let output = flat(output);
    words.iter().find_map(|line| match line.strip_prefix("not: ") {
        Some(unwanted) => output.contains(&flat(unwanted)).then(|| format!("it says {unwanted:?}, and shouldn't")),
        None => (!output.contains(&flat(line))).then(|| format!("it doesn't say {line:?}")),
    })
}

impl Verdict {
    /// Whether this is what the candidate deserves.
    pub fn agrees_with(&self, candidate: &Candidate) -> bool {
        match self {
            Verdict::Passes { .. } => candidate.role.must_pass(),
            Verdict::Fails { output, failed, panicked, unwritten, .. } => {
                let for_the_right_reason = match candidate.role {
                    Role::Stub => *unwritten || !candidate.is_unwritten(),
                    _ => candidate.caught_by.as_ref().is_none_or(|catch| {
                        failed.contains(&catch.test) && panicked.contains(&catch.test) == catch.by_a_panic
                    }),
                };
                !candidate.role.must_pass() && for_the_right_reason && not_said(&candidate.words, output).is_none()
            }
            Verdict::Skipped { .. } => !candidate.needs.is_empty(),
            Verdict::DoesNotCompile { .. } | Verdict::Broken { .. } => false,
        }
    }

    /// What is wrong with it, when it doesn't agree.
    pub fn complaint(&self, candidate: &Candidate) -> String {
        match self {
            Verdict::Passes { .. } => "its check accepts it".into(),
            Verdict::Fails { output, .. }
                if !candidate.role.must_pass() && not_said(&candidate.words, output).is_some() =>
            {
                let wrong = not_said(&candidate.words, output).unwrap_or_default();
                format!("it fails, but {wrong}, as its file in verdicts/ wants:\n{output}")
            }
            Verdict::Fails { output, .. } if candidate.role == Role::Stub => {
                format!("it fails, but not because it isn't written yet:\n{output}")
            }
            Verdict::Fails { output, failed, panicked, .. } if candidate.role == Role::Mutant => {
                if let Some(catch) = candidate.caught_by.as_ref().filter(|catch| failed.contains(&catch.test)) {
                    let test = &catch.test;
                    return if panicked.contains(test) {
                        format!(
                            "{test} fails because this code panics, which is no verdict of the check. If the panic is the \
                             mistake, say so: `caught by: {test}, by a panic`\n{output}"
                        )
                    } else {
                        format!(
                            "its file says that it panics in {test}, but the check refuses it in its own words:\n{output}"
                        )
                    };
                }
                let (wanted, failed) =
                    (candidate.caught_by.as_ref().map_or("", |catch| &catch.test), failed.join(", "));
                format!("{wanted} must catch it, but what fails is {failed}:\n{output}")
            }
            Verdict::Fails { output, .. } => format!("its check refuses it:\n{output}"),
            Verdict::Skipped { .. } => "tests were ignored, but its metadata says that it needs nothing special".into(),
            Verdict::DoesNotCompile { errors } => format!("it doesn't compile:\n{errors}"),
            Verdict::Broken { how, output } => format!("its check {how}:\n{output}"),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Passes { tests, time } => {
                write!(f, "passes {} tests in {:.2} s", tests.len(), time.as_secs_f64())
            }
            Verdict::Fails { failed, tests, time, .. } => {
                match &**failed {
                    [test] if *tests == 1 => write!(f, "fails {test}")?,
                    _ => write!(f, "fails {} of {tests} tests", failed.len())?,
                }
                write!(f, " in {:.2} s", time.as_secs_f64())
            }
            Verdict::Skipped { ignored } => write!(f, "skipped: {ignored} tests can't run on this machine"),
            Verdict::DoesNotCompile { .. } => f.write_str("does not compile"),
            Verdict::Broken { how, .. } => f.write_str(how),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mistake::Catch;
    use super::*;

    #[test]
    fn a_mutant_is_caught_by_the_test_that_it_names_and_in_its_words() {
        let verdict = Verdict::Fails {
            failed: vec!["adds".into(), "sorts".into()],
            panicked: vec!["sorts".into()],
            tests: 3,
            unwritten: false,
            time: Duration::ZERO,
            output: String::new(),
        };
        let complaint = |caught_by: &str| {
            let mutant = Candidate {
                slug: "e".into(),
                title: "E".into(),
                role: Role::Mutant,
                name: "halves".into(),
                source: "halves.rs".into(),
                text: None,
                caught_by: Some(Catch::parse(caught_by)),
                beside: None,
                needs: Vec::new(),
                words: Vec::new(),
            };
            (!verdict.agrees_with(&mutant)).then(|| verdict.complaint(&mutant))
        };
        assert_eq!(complaint("adds"), None);
        assert_eq!(complaint("sorts, by a panic"), None);
        for (caught_by, want) in [
            ("meets", "meets must catch it, but what fails is adds, sorts"),
            ("sorts", "sorts fails because this code panics"),
            ("adds, by a panic", "the check refuses it in its own words"),
        ] {
            assert!(
                complaint(caught_by).is_some_and(|got| got.contains(want)),
                "{caught_by}: {:?}",
                complaint(caught_by)
            );
        }
    }

    #[test]
    fn what_must_be_said_is_looked_for_line_by_line() {
        let words = |lines: &[&str]| lines.iter().map(|line| String::from(*line)).collect::<Vec<_>>();
        let output = "thread 'main' panicked at check.rs:1:2:\nwedge 1 is 3..5,\n  expected 4..5.\n";
        assert_eq!(not_said(&words(&["wedge 1 is 3..5, expected", "check.rs"]), output), None);
        assert_eq!(not_said(&words(&["wedge 2"]), output).as_deref(), Some("it doesn't say \"wedge 2\""));
        assert_eq!(not_said(&words(&["not: wedge 2"]), output), None);
        assert!(
            not_said(&words(&["wedge 1", "not: expected 4"]), output).is_some_and(|wrong| wrong.contains("shouldn't"))
        );
    }
}
