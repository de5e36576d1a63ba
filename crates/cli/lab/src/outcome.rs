//! How a command ends: exit codes, and advice on what went wrong.

use crate::style;
use std::{fmt, process::ExitCode};

/// How a command ended, when it did not fail outright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for is done. Exit code 0.
    Done,
    /// An exercise does not pass yet, or something is missing. The command has said so already. Exit code 1.
    NotYet,
    /// A child process, such as the race, ended with this code after speaking for itself.
    Child(u8),
}

impl Outcome {
    /// `Done` if `done`, else `NotYet`.
    pub fn done_if(done: bool) -> Self {
        if done { Self::Done } else { Self::NotYet }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::NotYet => ExitCode::from(1),
            Outcome::Child(code) => ExitCode::from(code),
        }
    }
}

/// The command was asked for something that doesn't exist or makes no sense: exit code 2.
#[derive(Debug)]
pub struct WrongUsage(pub String);

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

/// Ctrl-C ended a check. Exit code 130, as shells expect.
#[derive(Debug)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Interrupted {}

/// What to do about an error of the system that has nothing to do with the workbook.
pub fn advice(error: &str) -> Option<&'static str> {
    // EMFILE and ENFILE, on every Unix.
    let too_many = cfg!(unix) && ["(os error 24)", "(os error 23)"].iter().any(|code| error.contains(code));
    too_many.then_some(
        "`ulimit -n` shows how many files a program may have open here; `ulimit -n 4096` raises it for this shell.",
    )
}

/// Prints an error with what caused it, to standard error, and gives its exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    anstream::eprintln!("{}error{:#}: {error}", style::BAD, style::BAD);
    for cause in error.chain().skip(1) {
        anstream::eprintln!("  because: {cause}");
    }
    if let Some(advice) = advice(&format!("{error:#}")) {
        anstream::eprintln!("{advice}");
    }
    if error.is::<WrongUsage>() {
        ExitCode::from(2)
    } else if error.is::<Interrupted>() {
        ExitCode::from(130)
    } else {
        ExitCode::from(1)
    }
}
