//! What a check says about an exercise.

use super::{
    build::Broken,
    libtest::{Outcome, Output, Test},
    panics::{Panic, panics},
    run::{End, Ran},
};
use serde::Serialize;
use std::{path::Path, time::Duration};

/// What a check says about an exercise.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Verdict {
    /// Every test passed.
    Passed,
    /// What ran passed, but something could not run on this machine.
    Skipped {
        /// Tests and what they lack.
        missing: Vec<Missing>,
    },
    /// The compiler refused it.
    DoesNotCompile {
        /// Whether the learner's own code compiles and only the check doesn't: a signature has changed.
        only_the_check: bool,
        /// The compiler's errors, as it prints them.
        errors: Vec<String>,
    },
    /// A test failed. The first one, in the order of the file; the others have to wait.
    Failed(Failure),
    /// A test did not end in time.
    NeverEnds {
        /// Its name, if it is known.
        test: Option<String>,
        /// How long it had, seconds.
        limit: u64,
    },
    /// The program ended in the middle of a test.
    Died {
        /// The test it was in, if that is known.
        test: Option<String>,
        /// How it ended, in words.
        how: String,
        /// The last it said to standard error.
        said: String,
    },
}

/// A test that could not run.
#[derive(Debug, PartialEq, Serialize)]
pub struct Missing {
    /// Its name.
    pub test: String,
    /// What it lacks.
    pub reason: String,
}

/// A test that failed.
#[derive(Debug, PartialEq, Serialize)]
pub struct Failure {
    /// Why, by kind.
    pub kind: Kind,
    /// Its name.
    pub test: String,
    /// What the check, or the panic, said.
    pub message: String,
    /// Where, as `file:line`.
    pub place: Option<String>,
}

/// Why a test failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A `todo!` was reached: this part is still to be written.
    NotWritten,
    /// The learner's code panicked.
    Panic,
    /// The check expected something else.
    Assertion,
}

impl Verdict {
    /// Whether the exercise is solved. Skipped is not passed.
    pub fn passed(&self) -> bool {
        *self == Verdict::Passed
    }
}

impl From<Broken> for Verdict {
    fn from(broken: Broken) -> Self {
        let only_the_check = broken.answer.is_empty();
        let errors = if only_the_check { broken.check } else { broken.answer };
        Verdict::DoesNotCompile { only_the_check, errors }
    }
}

/// What the output and the end of a check's program mean. `folder` is the exercise's, relative to the workbook's, as
/// the compiler was given it.
pub fn verdict(output: &Output, ran: &Ran, folder: &Path, limit: Duration) -> Verdict {
    let failed = |test: &&Test| test.outcome == Outcome::Failed;
    match ran.end {
        End::Limit | End::Interrupted => {
            return Verdict::NeverEnds { test: output.running.clone(), limit: limit.as_secs() };
        }
        // The summary is missing: the program was aborted, killed, or ended itself, even if it claims success.
        End::Exit(status) if !output.finished => {
            // The last thing said is the likeliest cause.
            let said: Vec<_> = ran.stderr.trim().lines().rev().take(12).collect();
            let said = said.into_iter().rev().collect::<Vec<_>>().join("\n");
            return Verdict::Died { test: output.running.clone(), how: status.to_string(), said };
        }
        End::Exit(_) => {}
    }
    if let Some(test) = output.tests.iter().find(failed) {
        return Verdict::Failed(failure(test, &ran.stderr, folder));
    }
    let missing: Vec<_> = output
        .tests
        .iter()
        .filter_map(|test| match &test.outcome {
            Outcome::Ignored(reason) => Some(Missing { test: test.name.clone(), reason: reason.clone() }),
            _ => None,
        })
        .collect();
    match ran.end {
        _ if !missing.is_empty() => Verdict::Skipped { missing },
        End::Exit(status) if status.success() && !output.tests.is_empty() => Verdict::Passed,
        // No test failed and yet the program says that it did; or there was no test at all.
        _ => Verdict::Died { test: None, how: "without a single test".into(), said: ran.stderr.trim().into() },
    }
}

/// Why `test` failed, from the panics in its output.
fn failure(test: &Test, stderr: &str, folder: &Path) -> Failure {
    let mut seen = panics(&test.output);
    // libtest-mimic does not catch what a panic prints: it stands in standard error, after those of earlier tests.
    let caught = !seen.is_empty();
    if !caught {
        seen = panics(stderr);
        seen.retain(|panic| test.output.contains(panic.message.as_str()));
    }
    let answer = folder.join("src");
    let in_answer = |panic: &&Panic| Path::new(&panic.file).starts_with(&answer);
    let unwritten = |panic: &&Panic| panic.message.starts_with("not yet implemented");

    // A panic in a worker brings down its spawner too: the one in the learner's own code is the cause.
    let (kind, panic) = if let Some(panic) = seen.iter().filter(in_answer).find(unwritten) {
        (Kind::NotWritten, Some(panic))
    } else if let Some(panic) = seen.iter().find(in_answer) {
        (Kind::Panic, Some(panic))
    } else {
        (Kind::Assertion, seen.first())
    };
    let message = match panic {
        Some(panic) if caught => clean(&panic.message),
        // Without a panic the test returned an error, and what it printed is that.
        _ => clean(test.output.trim().trim_start_matches("test panicked: ")),
    };
    let place = panic.map(|panic| format!("{}:{}", panic.file, panic.line));
    Failure { kind, test: test.name.clone(), message, place }
}

/// The message without what Rust puts before a teacher's words.
fn clean(message: &str) -> String {
    let message = message.trim();
    let message = message.strip_prefix("not yet implemented: ").unwrap_or(message);
    match message.strip_prefix("assertion `left == right` failed: ") {
        Some(words) => words.into(),
        None => message.strip_prefix("assertion `left != right` failed: ").unwrap_or(message).into(),
    }
}
