//! What loom has found, in words for a learner.

use std::fmt;

/// An order of steps that goes wrong, found by [`explore`](crate::explore).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind of mishap it is.
    pub kind: Mishap,
    /// The words of the first panic: the model's own, or loom's.
    pub said: String,
}

/// What went wrong, by what loom says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Every thread sleeps.
    Deadlock,
    /// A thread asks again and again.
    Endless,
    /// Two accesses of which none comes before the other.
    Race,
    /// Something loom knows nothing of was used: the standard library's locks, atomics or threads.
    NotLooms,
    /// None of these: the model's own words, or those of the answer.
    Other,
}

impl Found {
    /// What a child said.
    pub(crate) fn new(said: String) -> Self {
        // loom's words, see `rt/scheduler.rs`, `rt/path.rs`, `rt/atomic.rs` and `rt/cell.rs` of loom 0.7.
        let kind = if said.contains("Loom execution state") {
            Mishap::NotLooms
        } else if said.starts_with("deadlock") {
            Mishap::Deadlock
        } else if said.contains("maximum number of branches") {
            Mishap::Endless
        } else if said.contains("Causality violation") {
            Mishap::Race
        } else {
            Mishap::Other
        };
        Self { kind, said }
    }

    /// The message for the learner: what was played, what went wrong, what to look at (`advice` knows the exercise, and
    /// is asked for all but [`Mishap::NotLooms`]), and loom's own words for those who know it.
    pub fn tell(&self, what: &str, advice: impl FnOnce(Mishap) -> String) -> String {
        let said = self.said.trim();
        match self.kind {
            Mishap::NotLooms => format!(
                "{what}: loom can't play this, for something in it is the standard library's: a lock, an atomic, a channel or a \
                 thread of `std`, of which loom knows nothing.\n{FROM_CRATE}\nIn loom's own words: {said}"
            ),
            Mishap::Other => {
                format!("{what}: loom found an order of steps that goes wrong.\n{}{said}", line(advice(self.kind)))
            }
            kind => format!(
                "{what}: loom found an order of steps that goes wrong.\n{}In loom's own words: {said}",
                line(advice(kind))
            ),
        }
    }
}

/// What to do about [`Mishap::NotLooms`].
const FROM_CRATE: &str = "Take all of them from `crate::sync`, as in `use crate::sync::{Arc, Mutex};`. `use std::sync::…` \
                          is always the standard library's; and so is `use sync::…`, without `crate`, which names the module in \
                          your own file wherever the check puts it.";

fn line(text: String) -> String {
    if text.is_empty() { text } else { text + "\n" }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_what_was_played_and_what_to_look_at() {
        let found = Found::new("deadlock; threads = [(Id(0), Blocked(..))]".into());
        let told = found.tell("two jobs", |kind| format!("Look at {kind:?}."));
        assert_eq!(
            told,
            "two jobs: loom found an order of steps that goes wrong.\nLook at Deadlock.\nIn loom's own words: deadlock; threads = \
             [(Id(0), Blocked(..))]"
        );
        let told = Found::new("assertion failed: 1 job is lost".into()).tell("two jobs", |_| String::new());
        assert_eq!(told, "two jobs: loom found an order of steps that goes wrong.\nassertion failed: 1 job is lost");
    }
}
