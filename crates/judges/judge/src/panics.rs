//! Reads the messages that panics leave behind, and what else was printed.

use guard::MARK;

/// One panic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panic {
    /// The thread's name, or `<unnamed>`.
    pub thread: String,
    /// The system's number of the thread, where Rust prints one.
    pub id: Option<u64>,
    /// The file, as the compiler was given it.
    pub file: String,
    /// The line in it, from 1.
    pub line: u32,
    /// What it said.
    pub message: String,
    /// For a panic in the standard library or in another crate: file and line, from the exercise's folder, of what
    /// called it.
    pub caller: Option<(String, u32)>,
}

/// What a test has printed, apart from the harness.
#[derive(Debug, Default, PartialEq)]
pub struct Said {
    /// Its panics, first to last.
    pub panics: Vec<Panic>,
    /// What the system said about the end of the program.
    pub last_words: Vec<String>,
    /// All else, by line: the learner's own words, and perhaps the check's.
    pub printed: Vec<String>,
}

/// Takes apart what a test has printed.
///
/// A program that knows its judge marks the end of each panic's message ([`guard::MARKED`]). Of another one all that
/// follows a panic counts as its message.
pub fn read(text: &str) -> Said {
    let (mut said, mut open, mut trace) = (Said::default(), false, false);
    for line in text.lines() {
        trace = line == "stack backtrace:" || trace && is_frame(line);
        if trace {
            // Of a panic that can't be caught Rust shows one unasked. The place says all that a learner can use.
        } else if let Some(panic) = heading(line) {
            // Rust begins a panic with an empty line.
            if !open && said.printed.last().is_some_and(String::is_empty) {
                said.printed.pop();
            }
            said.panics.push(panic);
            open = true;
        } else if line.starts_with("note: run with `RUST_BACKTRACE") {
            // Rust's own advice, once in each run, is none of the teacher's words; what follows it may be.
        } else if let (Some((before, caller)), Some(panic)) = (line.split_once(MARK), said.panics.last_mut()) {
            // A message may end without a new line.
            panic.message += before;
            panic.caller = place(caller);
            open = false;
        } else if is_last_word(line) {
            said.last_words.push(line.into());
        } else if let (true, Some(panic)) = (open, said.panics.last_mut()) {
            panic.message += line;
            panic.message.push('\n');
        } else if let (true, Some(panic)) = (line.starts_with("This happened for "), said.panics.last_mut()) {
            // `for_all` tells for which input.
            panic.message = format!("{}\n{line}", panic.message.trim_end());
        } else {
            said.printed.push(line.into());
        }
    }
    for panic in &mut said.panics {
        panic.message = panic.message.trim().into();
    }
    let blank = |line: &String| line.trim().is_empty();
    let from = said.printed.iter().position(|line| !blank(line)).unwrap_or(said.printed.len());
    said.printed.drain(..from);
    let to = said.printed.iter().rposition(|line| !blank(line)).map_or(0, |last| last + 1);
    said.printed.truncate(to);
    said
}

/// A panic without its message, from `thread 'name' (id) panicked at FILE:LINE:COLUMN:`.
fn heading(line: &str) -> Option<Panic> {
    let (thread, at) = line.strip_prefix("thread '")?.split_once(" panicked at ")?;
    let (name, id) = thread.rsplit_once('\'')?;
    let id = id.trim().trim_matches(['(', ')']).parse().ok();
    let mut parts = at.strip_suffix(':')?.rsplitn(2, ':');
    let (_column, at) = (parts.next()?, parts.next()?);
    let (file, line) = place(at)?;
    Some(Panic { thread: name.into(), id, file, line, ..Panic::default() })
}

/// File and line, from `FILE:LINE`.
fn place(text: &str) -> Option<(String, u32)> {
    let (file, line) = text.rsplit_once(':')?;
    Some((file.into(), line.parse().ok()?))
}

/// Whether a line belongs to a function in a backtrace: its number and name, or where it stands.
fn is_frame(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("at ") || line.split_once(':').is_some_and(|(number, _)| number.parse::<u32>().is_ok())
}

/// Whether a line is what Rust or the system's library says when it ends the program.
fn is_last_word(line: &str) -> bool {
    const BEGINNINGS: [&str; 5] = [
        "fatal runtime error: ",
        "thread caused non-unwinding panic",
        "memory allocation of ",
        "free(): ",
        "double free or corruption",
    ];
    BEGINNINGS.iter().any(|word| line.starts_with(word))
        || line.starts_with("thread '") && line.ends_with("has overflowed its stack")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backtrace_that_nobody_asked_for_is_left_out() {
        let text = "\nthread 'main' (7) panicked at core/src/panicking.rs:225:5:\npanic in a function that cannot unwind\n\
            stack backtrace:\n   0:     0x558015f385fa - std::sys::backtrace\n   1: main\n             at ./main.rs:3:4\n\
            The process was ended: signal: 6 (SIGABRT).\n";
        let want = "panic in a function that cannot unwind\nThe process was ended: signal: 6 (SIGABRT).";
        assert_eq!(read(text).panics[0].message, want);
    }

    #[test]
    fn each_panic_keeps_its_own_words() {
        let text = "printed by the learner\n\n\
            thread '<unnamed>' (12) panicked at exercises/wedges/src/lib.rs:14:9:\nindex out of bounds\n\
            note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n\
            This happened for (3, 4).\n\n\
            thread 'covers' (11) panicked at exercises/wedges/tests/check.rs:31:5:\n\
            assertion `left == right` failed: every slice once\n  left: 1\n right: 2\n\n";
        let want = [
            ("<unnamed>", 12, "exercises/wedges/src/lib.rs", 14, "index out of bounds\nThis happened for (3, 4)."),
            (
                "covers",
                11,
                "exercises/wedges/tests/check.rs",
                31,
                "assertion `left == right` failed: every slice once\n  left: 1\n right: 2",
            ),
        ];
        let got = read(text);
        assert_eq!(got.panics.len(), 2);
        for (panic, (thread, id, file, line, message)) in got.panics.iter().zip(want) {
            let got = (panic.thread.as_str(), panic.id, panic.file.as_str(), panic.line, panic.message.as_str());
            assert_eq!(got, (thread, Some(id), file, line, message));
        }
        assert_eq!(got.printed, ["printed by the learner"]);
    }

    #[test]
    fn marks_end_a_message_and_name_who_called() {
        let text = "\none\n\nthread 'a' (1) panicked at /rustc/0/library/core/src/num.rs:1:2:\nattempt to add\n\
            \u{1e}src/lib.rs:31\ntwo\n\nthread 'a' (1) panicked at exercises/e/tests/check.rs:3:4:\nno\n\n\u{1e}\n\
            This happened for 7 (LAB_SEED=1).\nthree\n\n";
        let got = read(text);
        assert_eq!(got.printed, ["one", "two", "three"]);
        assert_eq!(got.panics[0].message, "attempt to add");
        assert_eq!(got.panics[0].caller, Some(("src/lib.rs".into(), 31)));
        assert_eq!(
            (got.panics[1].message.as_str(), got.panics[1].caller.as_ref()),
            ("no\nThis happened for 7 (LAB_SEED=1).", None)
        );
    }

    #[test]
    fn last_words_are_not_the_learners() {
        let got =
            read("deeper\nthread 'a' (3) has overflowed its stack\nfatal runtime error: stack overflow, aborting\n");
        assert_eq!((got.printed.len(), got.last_words.len(), got.panics.len()), (1, 2, 0));
    }

    #[test]
    fn windows_paths_keep_their_drive() {
        let panics = read("thread 'a' panicked at C:\\book\\lib.rs:2:3:\nno\n").panics;
        assert_eq!((panics[0].file.as_str(), panics[0].line, panics[0].id), ("C:\\book\\lib.rs", 2, None));
    }

    #[test]
    fn text_that_only_looks_like_a_panic_is_none() {
        let said = read("thread 'x' panicked at nowhere\nthread 'x' panicked at a:b:c:\n");
        assert_eq!(said.panics, []);
        assert_eq!(said.printed.len(), 2);
    }
}
