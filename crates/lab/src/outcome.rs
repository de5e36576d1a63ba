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

/// Prints an error with what caused it, to standard error, and gives its exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    anstream::eprintln!("{}error{:#}: {error}", style::BAD, style::BAD);
    for cause in error.chain().skip(1) {
        anstream::eprintln!("  because: {cause}");
    }
    if error.is::<WrongUsage>() {
        ExitCode::from(2)
    } else if error.is::<Interrupted>() {
        ExitCode::from(130)
    } else {
        ExitCode::from(1)
    }
}
