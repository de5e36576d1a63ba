//! A test's body in a process of its own, for what may end the whole program.

use guard::output;
use std::env;
use std::process::Command;

/// Names the test whose child this process is.
const CHILD: &str = "WITNESS_CHILD_FOR";

/// Runs `body` in a process of its own, and returns the words of its first panic if it comes to a bad end.
///
/// That is for what may end the whole program, and with it every other test. Loom does when it finds a deadlock: it
/// unwinds the threads that it plays, and the guards they hold panic once more, for the world of their locks is gone.
///
/// `test` is the full name of the test that calls this. The child is this test program, started again for that test
/// alone; what stands before this call happens there too.
///
/// ```no_run
/// #[test]
/// fn nothing_aborts() {
///     let outcome = witness::in_a_child("nothing_aborts", || std::process::abort());
///     assert!(outcome.is_err());
/// }
/// ```
pub fn in_a_child(test: &str, body: impl FnOnce()) -> Result<(), String> {
    if env::var(CHILD).is_ok_and(|name| name == test) {
        body();
        return Ok(());
    }
    let program = env::current_exe().expect("a running program has a place");
    let mut command = Command::new(program);
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, test).env("RUST_BACKTRACE", "0");
    let ended = output(&mut command).unwrap_or_else(|error| panic!("can't start this test program again: {error}"));
    assert!(!ended.stdout.contains("running 0 tests"), "there is no test of the name {test:?}");
    match ended.well {
        true => Ok(()),
        false => {
            Err(first_panic(&ended.stderr)
                .unwrap_or_else(|| format!("it ended with {}:\n{}", ended.status, ended.stderr)))
        }
    }
}

/// The words of the first panic in what a program has printed.
fn first_panic(said: &str) -> Option<String> {
    let (_, panic) = said.split_once(" panicked at ")?;
    let (_place, words) = panic.split_once('\n')?;
    let end = ["\nnote: run with", "\n\nthread '", "\nthread '", "\nstack backtrace:"];
    let end = end.iter().filter_map(|end| words.find(end)).min().unwrap_or(words.len());
    Some(words[..end].trim_end().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_first_panic() {
        let said = "\nthread 'a' (7) panicked at src/lib.rs:1:2:\none\ntwo\nnote: run with `RUST_BACKTRACE=1` …\n\n\
                    thread 'a' (7) panicked at src/lib.rs:3:4:\nthree\n";
        assert_eq!(first_panic(said).as_deref(), Some("one\ntwo"));
        assert_eq!(first_panic("nothing"), None);
    }

    #[test]
    fn an_abort_is_survived() {
        const TEST: &str = "child::tests::an_abort_is_survived";
        assert_eq!(in_a_child(TEST, || panic!("good bye")), Err("good bye".into()));
        assert!(in_a_child("child::tests::words_of_the_first_panic", || ()).is_ok());
    }

    #[test]
    fn who_ends_the_program_has_not_come_to_the_end() {
        const TEST: &str = "child::tests::who_ends_the_program_has_not_come_to_the_end";
        let outcome = in_a_child(TEST, || std::process::exit(0));
        assert!(outcome.as_ref().is_err_and(|said| said.contains("before the check did")), "{outcome:?}");
    }
}
