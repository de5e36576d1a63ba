//! Panics that a check wants.

use std::panic;

/// Panics because a check wants it to: an answer has to stand it, or has to hand it on.
///
/// Nothing is printed, so that nobody takes it for what is wrong: what a failing test has printed is its own. In
/// everything else it is a panic that carries `words`, as that of `panic!("{}", words)`.
///
/// ```
/// let outcome = std::panic::catch_unwind(|| witness::planted(format!("item {} panics", 7)));
/// assert_eq!(outcome.unwrap_err().downcast_ref::<String>().unwrap(), "item 7 panics");
/// ```
pub fn planted(words: impl Into<String>) -> ! {
    panic::resume_unwind(Box::new(words.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::in_a_child;

    #[test]
    fn nothing_is_printed() {
        const TEST: &str = "planted::tests::nothing_is_printed";
        let outcome = in_a_child(TEST, || {
            let planted = panic::catch_unwind(|| planted("wanted"));
            assert!(planted.is_err());
            panic!("what is wrong");
        });
        assert_eq!(outcome, Err("what is wrong".into()), "the words of the first panic that is printed");
    }
}
