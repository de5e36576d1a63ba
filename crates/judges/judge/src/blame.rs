//! Of all that panicked in a test, what made it fail?
//!
//! A failing test leaves a trail of panics, and most of them are not the point: some the check planted in the answer,
//! to see whether they are survived; some it expects, for wrong arguments; some only pass on what happened on another
//! thread.
//!
//! 1. A `todo!` in the answer is why, wherever it was reached.
//! 2. What was *caught* made nothing fail. A test goes on after what it caught, so what ended it is the last panic on
//!    its own thread, or on the one that [`witness::deadline`] runs it on, which has the same name. `libtest-mimic`
//!    says in the end what the panic carried; then it is the last that says the same.
//! 3. If that one only passes on what happened elsewhere (a thread that was joined, a poisoned lock, a closed channel),
//!    the last panic before it that doesn't is the cause: it is told, if it was in the answer, or if the check passed
//!    it on. What the check threw into the answer's threads is told beside it.
//! 4. If a check ran out of time, and a thread of the answer had died of a panic of its own, that is why.
//! 5. What a check says about an answer that panicked, it says about the panic before: both are told.
//!
//! [`witness::deadline`]: https://docs.rs/witness

use crate::{
    Exercise, Place,
    harness::Test,
    panics::{self, Panic, Said},
    words,
};
use serde::Serialize;

/// Why a test failed.
#[derive(Debug, PartialEq)]
pub struct Blame {
    /// By kind.
    pub kind: Kind,
    /// In words.
    pub message: String,
    /// Where, as `file:line`.
    pub place: Option<String>,
    /// What came before, and may be the cause.
    pub before: Option<Before>,
}

/// A panic before the one that ended a test.
#[derive(Debug, PartialEq, Serialize)]
pub struct Before {
    /// What it said.
    pub message: String,
    /// Where, as `file:line`.
    pub place: String,
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

/// What `libtest-mimic` puts before the message of a panic.
const PANICKED: &str = "test panicked: ";

/// Why `test` failed, that said this.
pub fn blame(exercise: &Exercise, test: &Test, said: &Said) -> Blame {
    if let Some(todo) = unwritten(exercise, &said.panics) {
        return tell(exercise, &said.panics[todo], Kind::NotWritten, None);
    }
    let Some(reason) = &test.reason else {
        return match ending(&said.panics, &test.name) {
            Some(end) => among(exercise, &said.panics, end),
            None => without_a_panic(said),
        };
    };
    // It gave a reason of its own, which may be all that another process has said.
    let Some(message) = reason.strip_prefix(PANICKED) else {
        if let Some(inner) = of_another_process(test)
            && let Some(end) = ending(&inner.panics, MAIN)
        {
            return among(exercise, &inner.panics, end);
        }
        return Blame { kind: Kind::Assertion, message: words::plain(reason, true), place: None, before: None };
    };
    let same = |panic: &Panic| panic.message.starts_with(message.trim());
    match said.panics.iter().rposition(same) {
        Some(end) => among(exercise, &said.panics, end),
        // A hook keeps back what a panic says, but not what it carries.
        None => Blame { kind: Kind::Assertion, message: words::plain(message, true), place: None, before: None },
    }
}

/// What another process has said, in which the test played: the reason that it gives, if there is a panic in it.
pub fn of_another_process(test: &Test) -> Option<Said> {
    let reason = test.reason.as_ref().filter(|reason| !reason.starts_with(PANICKED))?;
    Some(panics::read(reason)).filter(|said| !said.panics.is_empty())
}

/// The first panic of the answer's own.
pub fn first_in_answer(exercise: &Exercise, panics: &[Panic]) -> Option<Before> {
    let own = |panic: &&Panic| exercise.place(panic) == Place::Answer && !passes_on(panic);
    panics.iter().find(own).map(|panic| told(exercise, panic))
}

fn told(exercise: &Exercise, panic: &Panic) -> Before {
    Before { message: words::plain(&panic.message, false), place: exercise.position(panic) }
}

/// The thread on which `libtest-mimic` runs tests, one after another.
const MAIN: &str = "main";

/// Which panic ended the test.
fn ending(panics: &[Panic], test: &str) -> Option<usize> {
    let own = panics.iter().rposition(|panic| [test, MAIN].contains(&&*panic.thread));
    own.or(panics.len().checked_sub(1))
}

fn unwritten(exercise: &Exercise, panics: &[Panic]) -> Option<usize> {
    let todo = |panic: &Panic| words::unwritten(&panic.message) && exercise.place(panic) == Place::Answer;
    panics.iter().position(todo)
}

/// Says why, of these panics, of which `end` ended the test.
fn among(exercise: &Exercise, panics: &[Panic], end: usize) -> Blame {
    if let Some(todo) = unwritten(exercise, panics) {
        return tell(exercise, &panics[todo], Kind::NotWritten, None);
    }
    let (ended, earlier) = (&panics[end], &panics[..end]);
    let place = exercise.place(ended);
    let elsewhere = |panic: &&Panic| panic.id != ended.id || panic.thread != ended.thread;
    let cause = earlier.iter().rev().filter(|panic| !passes_on(panic)).find(elsewhere);
    let in_answer = |panic: &&Panic| exercise.place(panic) == Place::Answer;
    if passes_on(ended)
        && let Some(cause) = cause
    {
        if in_answer(&cause) || place == Place::Check {
            return tell(exercise, cause, kind(exercise, cause), None);
        }
        return tell(exercise, ended, kind(exercise, ended), Some(cause));
    }
    let died = earlier.iter().rev().filter(|panic| !passes_on(panic)).filter(elsewhere).find(in_answer);
    if place != Place::Answer
        && ended.message.contains("doesn't come to an end")
        && let Some(cause) = died
    {
        return tell(exercise, cause, Kind::Panic, None);
    }
    let spoken_of = ended.message.contains("panicked");
    let before = match place {
        Place::Check if spoken_of => earlier.iter().rev().find(|panic| exercise.place(panic) != Place::Check),
        _ => None,
    };
    tell(exercise, ended, kind(exercise, ended), before)
}

/// Whether a panic says no more than that something happened elsewhere.
fn passes_on(panic: &Panic) -> bool {
    const WORDS: [&str; 7] = [
        "a scoped thread panicked",
        "Any { .. }",
        "PoisonError { .. }",
        "RecvError",
        "SendError { .. }",
        "Disconnected",
        "BarrierWaitResult",
    ];
    panic.message.lines().next().is_some_and(|line| WORDS.iter().any(|words| line.contains(words)))
}

fn kind(exercise: &Exercise, panic: &Panic) -> Kind {
    match exercise.place(panic) {
        Place::Answer => Kind::Panic,
        Place::Check => Kind::Assertion,
        // The standard library says that something was asked of it that it can't do; a check doesn't ask that.
        Place::Elsewhere if panic.file.contains("library/") => Kind::Panic,
        Place::Elsewhere => Kind::Assertion,
    }
}

fn tell(exercise: &Exercise, panic: &Panic, kind: Kind, before: Option<&Panic>) -> Blame {
    Blame {
        kind,
        message: words::plain(&panic.message, kind == Kind::Assertion),
        place: words::worth_a_look(panic).then(|| exercise.position(panic)),
        before: before.map(|panic| told(exercise, panic)),
    }
}

/// The test returned an error, or somebody keeps its panics back.
fn without_a_panic(said: &Said) -> Blame {
    let error = said.printed.iter().find_map(|line| line.strip_prefix("Error: "));
    let message = match error {
        Some(error) => error.into(),
        None => "The test failed, and the check's words were kept back.\n\
                 Does your code set a panic hook (`std::panic::set_hook`)? Take it out to read them."
            .into(),
    };
    Blame { kind: Kind::Assertion, message, place: None, before: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::Outcome;
    use std::path::Path;

    const ANSWER: &str = "exercises/e/src/lib.rs";
    const CHECK: &str = "exercises/e/tests/check.rs";

    /// The trail of a panic, as the default hook and a mark leave it.
    fn trail(thread: &str, id: u32, file: &str, line: u32, message: &str) -> String {
        format!("\nthread '{thread}' ({id}) panicked at {file}:{line}:5:\n{message}\n\u{1e}\n")
    }

    fn of(said: &[String], reason: Option<&str>) -> Blame {
        let exercise = Exercise::at(Path::new("/nowhere"), "e", "E");
        let reason = reason.map(Into::into);
        let test = Test { name: "test".into(), outcome: Outcome::Failed, said: said.concat(), reason };
        blame(&exercise, &test, &panics::read(&test.said))
    }

    /// Kind, message and line.
    fn is(blame: &Blame, kind: Kind, message: &str, line: u32) {
        assert_eq!((blame.kind, blame.message.as_str()), (kind, message));
        assert!(blame.place.as_deref().is_some_and(|place| place.ends_with(&format!(":{line}"))), "{blame:?}");
    }

    #[test]
    fn what_was_caught_made_nothing_fail() {
        let said = [
            trail("<unnamed>", 8, CHECK, 1, "the check lets row 0 panic"),
            trail("test", 7, ANSWER, 2, "called `Result::unwrap()` on an `Err` value: Any { .. }"),
            trail("test", 7, ANSWER, 3, "index out of bounds: the len is 1 but the index is 4"),
            trail("test", 7, "crates/judges/given_ledger/src/lib.rs", 4, "lost 0 cents"),
            trail("test", 7, CHECK, 5, "expected 4, got 3"),
            // A thread that is on its way out.
            trail("<unnamed>", 9, ANSWER, 6, "called `Result::unwrap()` on an `Err` value: RecvError"),
        ];
        let got = of(&said, None);
        is(&got, Kind::Assertion, "expected 4, got 3", 5);
        assert_eq!(got.before, None);
    }

    #[test]
    fn a_panic_that_brought_down_its_spawner_is_the_cause() {
        for passed_on in ["a scoped thread panicked", "called `Result::unwrap()` on an `Err` value: Any { .. }"] {
            let said = [
                trail("<unnamed>", 8, ANSWER, 1, "attempt to divide by zero"),
                trail("<unnamed>", 9, ANSWER, 2, "called `Result::unwrap()` on an `Err` value: PoisonError { .. }"),
                trail("test", 7, ANSWER, 3, passed_on),
            ];
            is(&of(&said, None), Kind::Panic, "attempt to divide by zero", 1);
        }
        // The check's own threads.
        let said = [trail("<unnamed>", 8, CHECK, 1, "expected 1"), trail("test", 7, CHECK, 2, "see above: Any { .. }")];
        is(&of(&said, None), Kind::Assertion, "expected 1", 1);
    }

    #[test]
    fn what_the_check_threw_in_is_told_beside_what_the_answer_made_of_it() {
        let said = [
            trail("worker", 8, CHECK, 1, "the check lets this job panic"),
            trail("test", 7, ANSWER, 2, "called `Result::unwrap()` on an `Err` value: Any { .. }"),
        ];
        let got = of(&said, None);
        is(&got, Kind::Panic, "called `Result::unwrap()` on an `Err` value: Any { .. }", 2);
        assert_eq!(got.before.unwrap().message, "the check lets this job panic");
    }

    #[test]
    fn a_part_not_written_is_why_wherever_it_was_reached() {
        let said = [
            trail("<unnamed>", 8, ANSWER, 1, "not yet implemented: take a job"),
            trail("test", 7, CHECK, 2, "\"jobs\" doesn't come to an end; every thread is asleep"),
        ];
        is(&of(&said, None), Kind::NotWritten, "take a job", 1);
        is(&of(&said, Some("test panicked: something else")), Kind::NotWritten, "take a job", 1);
        is(&of(&said, Some("it didn't answer")), Kind::NotWritten, "take a job", 1);
    }

    #[test]
    fn a_thread_that_died_is_why_the_others_wait() {
        let said = [
            trail("<unnamed>", 8, ANSWER, 1, "attempt to subtract with overflow"),
            trail("test", 7, CHECK, 2, "\"jobs\" doesn't come to an end; every thread is asleep"),
        ];
        is(&of(&said, None), Kind::Panic, "attempt to subtract with overflow", 1);
    }

    #[test]
    fn a_panic_that_the_check_speaks_of_stands_above() {
        let said = [
            trail("test", 7, ANSWER, 1, "attempt to add with overflow"),
            trail("test", 7, CHECK, 2, "share(3, 4) panicked; its message stands above."),
        ];
        let got = of(&said, None);
        is(&got, Kind::Assertion, "share(3, 4) panicked; its message stands above.", 2);
        assert_eq!(
            got.before.unwrap(),
            Before { message: "attempt to add with overflow".into(), place: format!("{ANSWER}:1") }
        );
    }

    #[test]
    fn a_harness_that_keeps_the_message_says_which_panic_it_was() {
        let said = [
            trail("main", 7, CHECK, 1, "expected 1"),
            trail("main", 7, CHECK, 2, "expected 2"),
            trail("main", 7, CHECK, 3, "something while it was cleaned up"),
        ];
        is(&of(&said, Some("test panicked: expected 2")), Kind::Assertion, "expected 2", 2);
        // A hook in the answer kept it all back, and yet it is known.
        let got = of(&[], Some("test panicked: expected 2"));
        assert_eq!((got.message.as_str(), got.place), ("expected 2", None));
    }

    #[test]
    fn of_what_another_process_said_the_last_panic_of_its_own_counts() {
        let said = trail("main", 7, "crates/judges/given_ledger/src/lib.rs", 1, "lost 0 cents").replace('\u{1e}', "")
            + &trail("main", 8, CHECK, 2, "assertion `left == right` failed: the code\n  left: 0\n right: 3")
                .replace('\u{1e}', "");
        is(&of(&[], Some(&said)), Kind::Assertion, "the code\n     yours: 0\n  expected: 3", 2);
    }

    #[test]
    fn nothing_at_all_is_no_empty_message() {
        assert!(of(&[], None).message.contains("set_hook"));
        assert_eq!(of(&["Error: \"no such file\"\n".into()], None).message, "\"no such file\"");
    }

    #[test]
    fn what_libraries_say_is_put_into_words() {
        let outside = "cannot access Loom execution state from outside a Loom model. are you accessing a Loom \
                       synchronization primitive from outside a Loom test (a call to `model` or `check`)?";
        let loom = "/home/me/.cargo/registry/src/index/loom-0.7.3/src/rt/scheduler.rs";
        let got = of(&[trail("test", 7, loom, 1, outside)], None);
        assert!(got.message.contains("crate::sync") && got.place.is_none(), "{got:?}");
        let got = of(&[trail("test", 7, loom, 1, "Causality violation: Concurrent read and write accesses.")], None);
        assert!(got.message.contains("nothing says which comes first") && got.place.is_none(), "{got:?}");
        let poison = "called `Result::unwrap()` on an `Err` value: PoisonError { .. }";
        assert!(of(&[trail("test", 7, ANSWER, 1, poison)], None).message.contains("panics while it holds it"));
        // Values have names where the check compares, and nowhere else.
        let unequal = "assertion `left == right` failed\n  left: 1\n right: 2";
        is(&of(&[trail("test", 7, CHECK, 1, unequal)], None), Kind::Assertion, "     yours: 1\n  expected: 2", 1);
        is(&of(&[trail("test", 7, ANSWER, 1, unequal)], None), Kind::Panic, "  left: 1\n right: 2", 1);
    }
}
