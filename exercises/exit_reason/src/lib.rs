//! Why did a program end, and what would a shell call it?
//!
//! `Command::status` gives an `io::Result<ExitStatus>`, and in it lie four answers, which many programs mix up:
//!
//! - it ended well;
//! - it ended by itself, with an exit code that isn't 0;
//! - a signal ended it, and perhaps the system wrote its memory to a file, a *core dump*;
//! - it never ran.
//!
//! Write [`reason`], which tells them apart, and [`shell_number`], which is what a shell shows for each as `$?`.
//!
//! ```text
//! sh -c 'exit 3'             Code(3)                               3
//! sh -c 'kill -TERM $$'      Signal { number: 15, core: false }    143, which is 128 + 15
//! /no/such/program           NotStarted(NotFound)                  127
//! /etc                       NotStarted(PermissionDenied)          126, as for all that can't be run
//! ```
//!
//! The check starts real programs and compares your numbers with those of the `sh` of this machine. Where there are no
//! signals, on Windows, what needs them is skipped. About 15 minutes.
//!
//! You will need `ExitStatus::code`, and `signal` and `core_dumped` of the trait
//! `std::os::unix::process::ExitStatusExt`.

use std::io::{self, ErrorKind};
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
    todo!("which of the four reasons is {outcome:?}?")
}

/// What a shell would show for it as `$?`.
pub fn shell_number(reason: Reason) -> i32 {
    todo!("what is `$?` in a shell after {reason:?}?")
}
