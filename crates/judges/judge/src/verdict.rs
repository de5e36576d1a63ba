//! What a check says about an exercise.

use crate::{
    Exercise,
    blame::{self, Before, Blame, Kind},
    build::Broken,
    harness::{Outcome, Output, Test},
    panics::{self, Said},
    run::{End, Ran},
    words,
};
use serde::Serialize;
use std::time::Duration;

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
        /// Whether it is only the check's own copy of the learner's code that doesn't: what stands in there for the
        /// standard library's locks and atomics lacks something.
        only_the_copy: bool,
        /// The compiler's errors, as it prints them.
        errors: Vec<String>,
    },
    /// A test failed. The first one, in the order of the task; the others have to wait, and so does one in which the
    /// program was ended.
    Failed(Failure),
    /// A test did not end in time, or printed without end.
    NeverEnds {
        /// Its name, if it is known.
        test: Option<String>,
        /// How long it had, seconds.
        limit: u64,
        /// Whether it printed so much that it was ended before its time was up.
        flood: bool,
        /// A panic of the learner's code in this test: a thread that died may be what the others wait for.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<Before>,
    },
    /// The program ended before the check did.
    Died {
        /// The test it was in, if that is known.
        test: Option<String>,
        /// How it ended, in words.
        how: String,
        /// What there is to say about that: a panic's message, or the system's words.
        said: String,
    },
    /// The judge isn't the one that was handed out, so what it says counts for nothing.
    NotTheOriginal {
        /// What differs, in words.
        changed: Vec<String>,
    },
}

/// A test, as `--format json` gives it.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// `passed`, `failed` or `skipped`.
    pub outcome: &'static str,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why it failed; for authors, since a learner is told of one test at a time.
    #[serde(skip)]
    pub kind: Option<Kind>,
}

impl Listed {
    /// Lists a test of this exercise.
    pub fn new(exercise: &Exercise, test: &Test) -> Self {
        let (outcome, reason) = match &test.outcome {
            Outcome::Passed => ("passed", None),
            Outcome::Failed => ("failed", None),
            Outcome::Ignored(reason) => ("skipped", Some(reason.clone())),
        };
        let failed = test.outcome == Outcome::Failed;
        let kind = failed.then(|| blame::blame(exercise, test, &panics::read(&test.said)).kind);
        Self { name: test.name.clone(), outcome, reason, kind }
    }
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
    /// A panic that came before, and may be the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// How the program ended, if it didn't come to its end: in a test that comes later in the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broke_off: Option<String>,
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
        let only_the_copy = only_the_check && broken.only_the_copy;
        let errors = if only_the_check { broken.check } else { broken.answer };
        Verdict::DoesNotCompile { only_the_check, only_the_copy, errors }
    }
}

/// What came of running a check.
#[derive(Debug)]
pub struct Judged {
    /// What it means.
    pub verdict: Verdict,
    /// Every test that is known of, in the order of the task.
    pub tests: Vec<Listed>,
    /// What the learner's code printed in the test that the verdict is about, by line.
    pub printed: Vec<String>,
}

/// What the output and the end of a check's program mean. `output` is in the order of the task.
///
/// Only the exit code of a program that came to its proper end says that all is well. What it printed is read to find
/// out *which* tests ran and why one failed, for anybody can print anything.
pub fn verdict(exercise: &Exercise, output: &Output, ran: &Ran, limit: Duration) -> (Verdict, Vec<String>) {
    let running = output.running.as_ref();
    let test = running.map(|test| test.name.clone());
    let said = || panics::read(running.map_or("", |test| &test.said));
    let (success, how, proper) = match &ran.end {
        End::Exit { success, how, proper } => (*success, how.clone(), *proper),
        End::Flood | End::Limit | End::Interrupted => {
            let flood = ran.end == End::Flood;
            let how = if flood { "printed without end and was ended".into() } else { ended_after(limit) };
            if let Some(verdict) = earlier(exercise, output, &how) {
                return verdict;
            }
            let said = said();
            let before = blame::first_in_answer(exercise, &said.panics);
            return (Verdict::NeverEnds { test, limit: limit.as_secs(), flood, before }, said.printed);
        }
    };
    if success && proper {
        return (well(output), Vec::new());
    }
    if success {
        let Said { printed, .. } = said();
        // What it printed may look like a test's end, and yet it was in the last one that began.
        let last = || ran.parts.last().map(|part| part.name.clone()).filter(|name| !name.is_empty());
        let test = test.or_else(last);
        return (Verdict::Died { test, how, said: guard::ENDED_EARLY.into() }, printed);
    }
    if output.finished
        && let Some(test) = first_failed(&output.tests)
    {
        return failed(exercise, test, None);
    }
    if let Some(verdict) = earlier(exercise, output, &format!("ended the program ({how})")) {
        return verdict;
    }
    // It was aborted, killed, or ended itself. The last thing said is the likeliest cause.
    let Said { panics, last_words, printed } = said();
    let mut words: Vec<_> = panics.iter().rev().take(2).rev().map(|panic| words::panic(exercise, panic)).collect();
    let meaning = words::end(&how, &last_words);
    words.extend(last_words);
    if words.is_empty() && running.is_none() {
        // Before the first test, or after the last.
        let all = ran.parts.iter().map(|part| part.text.trim()).collect::<Vec<_>>().join("\n");
        let last: Vec<_> = all.lines().rev().take(12).collect();
        words = last.into_iter().rev().map(Into::into).collect();
    }
    if let Some(meaning) = meaning {
        words.insert(0, meaning.into());
    }
    (Verdict::Died { test, how, said: words.join("\n") }, printed)
}

/// How a test ended that came to no end in time.
fn ended_after(limit: Duration) -> String {
    format!("was ended after {} s", limit.as_secs())
}

/// A test that had failed before the program was ended in another one, and that stands before that one in the task: it
/// has words of its own, and often they are about the same mistake.
fn earlier(exercise: &Exercise, output: &Output, how: &str) -> Option<(Verdict, Vec<String>)> {
    let test = first_failed(&output.tests[..output.earlier.min(output.tests.len())])?;
    let running = output.running.as_ref()?;
    Some(failed(exercise, test, Some(format!("{} {how}", running.name))))
}

fn first_failed(tests: &[Test]) -> Option<&Test> {
    tests.iter().find(|test| test.outcome == Outcome::Failed)
}

fn failed(exercise: &Exercise, test: &Test, broke_off: Option<String>) -> (Verdict, Vec<String>) {
    let mut said = panics::read(&test.said);
    let Blame { kind, message, place, before } = blame::blame(exercise, test, &said);
    said.printed.extend(blame::of_another_process(test).unwrap_or_default().printed);
    (Verdict::Failed(Failure { kind, test: test.name.clone(), message, place, before, broke_off }), said.printed)
}

/// The check says that all is well, and has come to its end.
fn well(output: &Output) -> Verdict {
    let missing: Vec<_> = output
        .tests
        .iter()
        .filter_map(|test| match &test.outcome {
            Outcome::Ignored(reason) => Some(Missing { test: test.name.clone(), reason: reason.clone() }),
            _ => None,
        })
        .collect();
    if output.tests.is_empty() {
        return Verdict::Died { test: None, how: "without a single test".into(), said: String::new() };
    }
    if missing.is_empty() { Verdict::Passed } else { Verdict::Skipped { missing } }
}
