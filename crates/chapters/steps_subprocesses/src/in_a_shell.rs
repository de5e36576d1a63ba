//! Counts the lines of a file: the shell is given a text, and reads commands in it.

use std::io;
use std::process::{Command, Output};

/// Runs `wc -l` on a file.
///
/// # Errors
/// When there is no `sh`.
pub fn count_lines(file: &str) -> io::Result<Output> {
    Command::new("sh").arg("-c").arg(format!("wc -l {file}")).output()
}
