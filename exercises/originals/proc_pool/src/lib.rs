//! A pool of worker processes that loses no job, whatever becomes of the workers.
//!
//! You write [`map`]. A worker is a program that reads jobs from its standard input and writes an answer for each to
//! its standard output, until its input ends. Jobs and answers are bytes; [`send`] and [`receive`] are given, and mark
//! where one message ends and the next begins. What the jobs mean is the worker's business. `start()` gives you a
//! `Command` that starts one, and leaves it to you to ask for pipes.
//!
//! 1. Let `workers` processes answer jobs at the same time, each with the next job that no other has taken. It pays to
//!    begin with one thread for each process, which sends a job, waits for the answer, and takes the next job from a
//!    queue that all threads share.
//! 2. A worker may die: aborted by a job it can't digest, killed by the system, in the middle of an answer or between
//!    two jobs. Its job goes to a new worker, up to [`TRIES`] workers in all, and is then reported as [`Poisoned`],
//!    with what the last one died of. The other workers go on.
//! 3. Leave nothing behind, whether [`map`] succeeds or not: no process, not even a dead one that nobody has waited for
//!    (a zombie).
//!
//! The check brings workers of its own, which meet each other, die in all these ways, and sign for what they did. It
//! looks at the answers and their order, at how many processes were born and were at work at once, at payloads larger
//! than a pipe holds, and at what is left at the end. About an hour.
//!
//! You will need: `Command::stdin` and `stdout` with `Stdio::piped()`, `spawn`, and of the `Child` its `stdin.take()`
//! and `stdout.take()` (a pipe ends when the last handle that can write to it is dropped), `kill`, `wait`, and
//! `try_wait`, which asks without waiting.

use std::io::{self, ErrorKind, Read, Write};
use std::process::{Command, ExitStatus};

/// How many workers a job may cost before it is given up.
pub const TRIES: usize = 2;

/// Every worker that was given this job, [`TRIES`] of them, ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poisoned {
    /// How the last of them ended: its exit code, or the signal that ended it.
    pub last: ExitStatus,
}

/// Has up to `workers` processes (at least 1; no more than there are jobs) answer all `jobs`. The answers come in the
/// order of the jobs.
///
/// # Errors
/// When a worker can't be started, at the beginning or in the place of one that died.
pub fn map(
    start: impl Fn() -> Command + Sync,
    workers: usize,
    jobs: &[Vec<u8>],
) -> io::Result<Vec<Result<Vec<u8>, Poisoned>>> {
    let _ = start;
    todo!("have {workers} worker processes answer {} jobs", jobs.len())
}

/// Writes one message: its length as four bytes, the lowest first, then its bytes.
///
/// # Errors
/// When nobody reads from the pipe any more.
pub fn send(pipe: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).map_err(|_| ErrorKind::InvalidInput)?;
    pipe.write_all(&length.to_le_bytes())?;
    pipe.write_all(message)?;
    pipe.flush()
}

/// Waits for one message. `None` when the pipe has ended and no other message will come.
///
/// # Errors
/// When the pipe ends in the middle of a message.
pub fn receive(pipe: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = Vec::new();
    pipe.by_ref().take(4).read_to_end(&mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length: [u8; 4] = length.try_into().map_err(|_| ErrorKind::UnexpectedEof)?;
    let mut message = vec![0; u32::from_le_bytes(length) as usize];
    pipe.read_exact(&mut message)?;
    Ok(Some(message))
}
