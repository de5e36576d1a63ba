//! Runs another program to its end, gives it its input, takes all that it prints, and ends it when its time is up.
//!
//! You write [`run`]. It is what `Command::output` isn't:
//!
//! 1. **No deadlock.** `input` goes to the program's standard input, and what it prints to standard output and to
//!    standard error is collected, all at the same time: each may be a megabyte, in any order. A pipe holds a small
//!    part of that. A program needn't read its input; that is no error.
//! 2. **On time.** A program that hasn't come to its end after `limit` is killed *with all that it has started*. A
//!    program has come to its end when it has ended itself and nobody can print into its pipes any more; a child that
//!    it left behind with them counts as its own. What was printed until then is returned.
//! 3. **Nothing is left**: no process, no zombie, no thread that waits.
//!
//! The check brings programs that flood all pipes, read nothing, hang, hang with a child of their own that holds the
//! pipes, end and leave that child behind, ignore the polite signal (SIGTERM), and print what is no UTF-8. It counts
//! the orphans. About 40 minutes.
//!
//! You will need `Stdio::piped`, `thread::scope`, `is_finished` of a scoped thread, and of the crate
//! [process-wrap](https://docs.rs/process-wrap) `CommandWrap::from(command)`, `wrap(ProcessGroup::leader())`, and the
//! child's `stdin()`, `stdout()`, `stderr()`, `try_wait`, `start_kill` and `wait`, which mean the whole group. (On
//! Windows it is `wrap(JobObject)`.)

use std::io;
use std::process::{Command, ExitStatus};
use std::time::Duration;

/// How a program ended, and what it had printed.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub end: End,
    /// All that it printed to standard output.
    pub stdout: Vec<u8>,
    /// All that it printed to standard error.
    pub stderr: Vec<u8>,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, or by somebody else's signal.
    Ended(ExitStatus),
    /// Its time was up, and it was killed.
    TimedOut,
}

/// Runs `command` with `input` until it ends, or for `limit`, which may be [`Duration::MAX`].
///
/// # Errors
/// When it can't be started.
pub fn run(command: Command, input: &[u8], limit: Duration) -> io::Result<Finished> {
    todo!("run {command:?} with {} bytes of input for at most {limit:?}", input.len())
}
