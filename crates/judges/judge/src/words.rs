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

/// What the end of a program means, in which the system or the standard library had the last word: `how` it ended, and
/// what was said.
pub fn end(how: &str, last: &[String]) -> Option<&'static str> {
    let ended_by = |signal: &str| how.contains(signal);
    if last.iter().any(|line| line.ends_with("has overflowed its stack")) {
        Some(
            "The stack is full. A function calls itself without end: is there a case in which it doesn't, and does each call come \
             closer to it? (Or a very large array lies on the stack.)",
        )
    } else if last.iter().any(|line| line.starts_with("memory allocation of ")) {
        Some("There is not so much memory. What grows without end, or which length is wrong?")
    } else if ended_by("SIGSEGV") || ended_by("SIGBUS") {
        Some(
            "It touched memory that isn't its own. In `unsafe` code, is each pointer good for as long and as far as it is used, and \
             does one thread at a time use what it points to?",
        )
    } else if ended_by("SIGKILL") {
        Some(
            "The system has killed it, as it does with a program that takes all the memory there is. What grows without end?",
        )
    } else {
        None
    }
}

/// Whether the place of a panic is worth a look: one inside of loom is none.
pub fn worth_a_look(panic: &Panic) -> bool {
    !panic.file.contains("/loom-") && !panic.file.contains("\\loom-")
}

/// A message without what Rust puts before a teacher's words, and with what it takes for granted. In an assertion of
/// the check the two values have names: every check compares what it got with what it wants, in this order.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_by_the_system_has_a_meaning() {
        let said = |line: &str| [line.to_owned()];
        let overflow = said("thread '<unknown>' (7) has overflowed its stack");
        assert!(end("signal: 6 (SIGABRT)", &overflow).unwrap().contains("calls itself"));
        let memory = said("memory allocation of 99999999999999 bytes failed");
        assert!(end("signal: 6 (SIGABRT)", &memory).unwrap().contains("length"));
        assert!(end("signal: 11 (SIGSEGV) (core dumped)", &[]).unwrap().contains("pointer"));
        assert!(end("signal: 9 (SIGKILL)", &[]).unwrap().contains("memory"));
        assert_eq!(end("signal: 6 (SIGABRT)", &said("fatal runtime error: something else")), None);
        assert_eq!(end("exit status: 7", &[]), None);
    }
}
