//! Reads the messages that panics leave behind.

/// One panic.
#[derive(Clone, Debug, PartialEq)]
pub struct Panic {
    /// The file, as the compiler was given it.
    pub file: String,
    /// The line in it, from 1.
    pub line: u32,
    /// What it said.
    pub message: String,
}

/// The panics in a test's output, first to last. What is printed after a panic counts as its message: `witness` tells
/// there for which input it happened.
pub fn panics(text: &str) -> Vec<Panic> {
    let mut panics: Vec<Panic> = Vec::new();
    for line in text.lines() {
        if let Some((file, number)) = place(line) {
            panics.push(Panic { file, line: number, message: String::new() });
        } else if line.starts_with("note: run with `RUST_BACKTRACE") {
            // Rust's own advice, once in each run, is none of the teacher's words; what follows it may be.
        } else if let Some(panic) = panics.last_mut() {
            panic.message += line;
            panic.message.push('\n');
        }
    }
    for panic in &mut panics {
        panic.message = panic.message.trim().into();
    }
    panics
}

/// File and line, from `thread 'name' (id) panicked at FILE:LINE:COLUMN:`.
fn place(line: &str) -> Option<(String, u32)> {
    let at = line.strip_prefix("thread '")?.split_once("panicked at ")?.1;
    let mut parts = at.strip_suffix(':')?.rsplitn(3, ':');
    let (_column, number, file) = (parts.next()?, parts.next()?, parts.next()?);
    Some((file.into(), number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_panic_keeps_its_own_words() {
        let text = "printed by the learner\n\n\
            thread '<unnamed>' (12) panicked at exercises/wedges/src/lib.rs:14:9:\nindex out of bounds\n\
            note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n\
            This happened for (3, 4).\n\n\
            thread 'covers' (11) panicked at exercises/wedges/tests/check.rs:31:5:\n\
            assertion `left == right` failed: every slice once\n  left: 1\n right: 2\n\n";
        let want = [
            ("exercises/wedges/src/lib.rs", 14, "index out of bounds\nThis happened for (3, 4)."),
            (
                "exercises/wedges/tests/check.rs",
                31,
                "assertion `left == right` failed: every slice once\n  left: 1\n right: 2",
            ),
        ];
        let got = panics(text);
        assert_eq!(got.len(), 2);
        for (panic, (file, line, message)) in got.iter().zip(want) {
            assert_eq!((panic.file.as_str(), panic.line, panic.message.as_str()), (file, line, message));
        }
    }

    #[test]
    fn windows_paths_keep_their_drive() {
        let panics = panics("thread 'a' panicked at C:\\book\\lib.rs:2:3:\nno\n");
        assert_eq!((panics[0].file.as_str(), panics[0].line), ("C:\\book\\lib.rs", 2));
    }

    #[test]
    fn text_that_only_looks_like_a_panic_is_none() {
        assert_eq!(panics("thread 'x' panicked at nowhere\nthread 'x' panicked at a:b:c:\n"), []);
    }
}
