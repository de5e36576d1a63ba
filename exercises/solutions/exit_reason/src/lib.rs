//! A status is read by three questions, in order: a code? a signal? a core dump?

use std::io::{self, ErrorKind};
#[cfg(unix)]
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// Why a program ended, or why it never ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It ended with the exit code 0.
    Success,
    /// It ended with this exit code, which isn't 0.
    Code(i32),
    /// It was ended by a signal.
    Signal {
        /// Which one.
        number: i32,
        /// Whether its memory was written to a file.
        core: bool,
    },
    /// It could not be started.
    NotStarted(ErrorKind),
}

/// What became of a program, of which this is the outcome of `Command::status`.
pub fn reason(outcome: io::Result<ExitStatus>) -> Reason {
    let status = match outcome {
        Ok(status) => status,
        Err(error) => return Reason::NotStarted(error.kind()),
    };
    match status.code() {
        Some(0) => Reason::Success,
        Some(code) => Reason::Code(code),
        None => signal(status),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Reason {
    let number = status.signal().expect("what has ended has a code or a signal");
    Reason::Signal { number, core: status.core_dumped() }
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Reason {
    unreachable!("without signals every process ends with a code")
}

/// What a shell would show for it as `$?`.
pub fn shell_number(reason: Reason) -> i32 {
    match reason {
        Reason::Success => 0,
        Reason::Code(code) => code,
        Reason::Signal { number, .. } => 128 + number,
        Reason::NotStarted(ErrorKind::NotFound) => 127,
        Reason::NotStarted(_) => 126,
    }
}
