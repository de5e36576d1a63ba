//! Reads one line of what a program prints, and wants no more.

use std::io::{self, BufRead, BufReader};
use std::process::{Command, ExitStatus, Stdio};

/// The first line that `command` prints, and how the program ended when nobody read on.
///
/// # Errors
/// When it can't be started, or the line isn't UTF-8.
pub fn run(command: &mut Command) -> io::Result<(String, ExitStatus)> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    // The reader lives as long as this statement, and the pipe closes with it.
    BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut line)?;
    Ok((line, child.wait()?))
}
