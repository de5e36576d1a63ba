//! Right: takes the wait status apart by its bits, as the macros of C do.

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
    outcome.map_or_else(
        |error| Reason::NotStarted(error.kind()),
        |status| match (status.into_raw() & 0x7f, status.into_raw() >> 8 & 0xff) {
            (0, 0) => Reason::Success,
            (0, code) => Reason::Code(code),
            (number, _) => Reason::Signal { number, core: status.into_raw() & 0x80 != 0 },
        },
    )
}

/// What a shell would show for it as `$?`.
pub fn shell_number(reason: Reason) -> i32 {
    match reason {
        Reason::Success => 0,
        Reason::Code(code) => code,
        Reason::Signal { number, .. } => 0x80 | number,
        Reason::NotStarted(kind) => 126 + i32::from(kind == ErrorKind::NotFound),
    }
}
