//! Of all that panicked in a test, what made it fail?
//!
//! A failing test leaves a trail of panics, and most of them are not the point: some the check planted in the answer, to
//! see whether they are survived; some it expects, for wrong arguments; some only pass on what happened on another thread.
//!
//! 1. A `todo!` in the answer is why, wherever it was reached.
//! 2. What was *caught* made nothing fail. A test goes on after what it caught, so what ended it is the last panic on its
//!    own thread, or on the one that [`witness::deadline`] runs it on, which has the same name. `libtest-mimic` says in the
//!    end what the panic carried; then it is the last that says the same.
//! 3. If that one only passes on what happened elsewhere (a thread that was joined, a poisoned lock, a closed channel), the
//!    last panic before it that doesn't is the cause: it is told, if it was in the answer, or if the check passed it on.
//!    What the check threw into the answer's threads is told beside it.
//! 4. If a check ran out of time, and a thread of the answer had died of a panic of its own, that is why.
//! 5. What a check says about an answer that panicked, it says about the panic before: both are told.
//!
//! [`witness::deadline`]: https://docs.rs/witness

use crate::{
    Exercise, Place,
    harness::Test,
    panics::{self, Panic, Said},
    verdict::{Before, Kind},
    words,
};

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

/// What `libtest-mimic` puts before the message of a panic.
const PANICKED: &str = "test panicked: ";

/// Why `test` failed, that said this.
pub fn blame(exercise: &Exercise, test: &Test, said: &Said) -> Blame {
    let Some(reason) = &test.reason else {
        return match ending(&said.panics, &test.name) {
            Some(end) => among(exercise, &said.panics, end),
            None => without_a_panic(said),
        };
    };
    // It gave a reason of its own, which may be all that another process has said.
    let Some(message) = reason.strip_prefix(PANICKED) else {
        let inner = panics::read(reason);
        if let Some(end) = ending(&inner.panics, MAIN) {
            return among(exercise, &inner.panics, end);
        }
        if let Some(todo) = unwritten(exercise, &said.panics) {
            return among(exercise, &said.panics, todo);
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
        before: before
            .map(|panic| Before { message: words::plain(&panic.message, false), place: exercise.position(panic) }),
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
