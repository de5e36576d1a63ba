//! Right: asks for the signal first, then for success, and last for the code.

use std::io::{self, ErrorKind};
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
    match outcome {
        Err(error) => Reason::NotStarted(error.kind()),
        Ok(status) => {
            if let Some(number) = status.signal() {
                Reason::Signal { number, core: status.core_dumped() }
            } else if status.success() {
                Reason::Success
            } else {
                Reason::Code(status.code().unwrap_or_default())
            }
        }
    }
}

/// What a shell would show for it as `$?`.
pub fn shell_number(reason: Reason) -> i32 {
    match reason {
        Reason::Success => 0,
        Reason::Code(code) => code,
        Reason::Signal { number, core: _ } => number + 128,
        Reason::NotStarted(ErrorKind::NotFound) => 127,
        Reason::NotStarted(_) => 126,
    }
}
