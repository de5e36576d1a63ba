//! What Rust, its libraries and loom say, in a teacher's words.

use crate::{Exercise, panics::Panic};

/// Whether a message is that of a `todo!`.
pub fn unwritten(message: &str) -> bool {
    message.starts_with("not yet implemented")
}

/// What a panic says, and where it was.
pub fn panic(exercise: &Exercise, panic: &Panic) -> String {
    let message = plain(&panic.message, false);
    format!("{message}\nat {}", exercise.position(panic))
}

/// Whether the place of a panic is worth a look: one inside of loom is none.
pub fn worth_a_look(panic: &Panic) -> bool {
    !panic.file.contains("/loom-") && !panic.file.contains("\\loom-")
}

/// A message without what Rust puts before a teacher's words, and with what it takes for granted. In an assertion of the
/// check the two values have names: every check compares what it got with what it wants, in this order.
pub fn plain(message: &str, checks: bool) -> String {
    let message = message.trim();
    let message = message.strip_prefix("not yet implemented: ").unwrap_or(message);
    let mut text = match message.strip_prefix("assertion `left == right` failed") {
        Some(words) => compared(words, checks, "yours", "expected"),
        None => match message.strip_prefix("assertion `left != right` failed") {
            Some(words) => compared(words, checks, "yours", "not"),
            None => message.into(),
        },
    };
    let advice = if text.starts_with(LOOM_OUTSIDE.0) {
        return LOOM_OUTSIDE.1.into();
    } else if text.starts_with(CAUSALITY.0) {
        CAUSALITY.1
    } else if text.contains(POISON.0) {
        POISON.1
    } else {
        return text;
    };
    text += "\n";
    text += advice;
    text
}

/// The words of an assertion and its two values, which stand in its last lines.
fn compared(words: &str, named: bool, left: &str, right: &str) -> String {
    let words = words.trim_start_matches([':', ' ']);
    // Where no words were given, the values follow at once.
    let words = words.trim_start_matches('\n');
    if !named {
        return words.into();
    }
    let mut lines: Vec<_> = words.lines().map(String::from).collect();
    let width = left.len().max(right.len());
    for (said, name) in [("  left: ", left), (" right: ", right)] {
        // From the end: the teacher's words come first and may hold anything.
        if let Some(line) = lines.iter_mut().rev().find(|line| line.starts_with(said)) {
            *line = format!("  {name:>width$}: {}", &line[said.len()..]);
        }
    }
    lines.join("\n")
}

/// What loom says where its stand-ins meet the real thing.
const LOOM_OUTSIDE: (&str, &str) = (
    "cannot access Loom execution state from outside a Loom model",
    "Here loom plays your threads, and something in your code uses what loom doesn't play: `std::sync` or `std::thread`, \
     where the check needs its stand-in. Import it from `crate::sync` (`use crate::sync::…`): that is the standard library \
     in your program, and loom's here.",
);

/// What should be added where loom alone speaks.
const CAUSALITY: (&str, &str) = (
    "Causality violation",
    "Two threads touch the same data, at least one of them to write, and nothing says which comes first: no lock that both \
     take, and no store with `Release` that the other one reads with `Acquire`.",
);

/// What should be added to every message with a poisoned lock.
const POISON: (&str, &str) = (
    "PoisonError { .. }",
    "A lock is poisoned when a thread panics while it holds it; from then on every `lock()` returns this error. Which thread \
     panicked, and must it hold the lock while it does what may panic?",
);
