//! An interpreter computes: its program is a constant, and the data goes through its standard input.

use crate::all_at_once;
use std::io;
use std::path::Path;
use std::process::Command;

/// What makes a Python print the sum of the numbers that it reads.
pub const PYTHON: &[&str] = &["-c", "import sys; print(sum(map(float, sys.stdin)))"];

/// The same in R; `format`, since `cat` alone prints seven digits.
pub const R: &[&str] = &["-e", "cat(format(sum(as.numeric(readLines(file('stdin')))), digits = 17))"];

/// The sum of `numbers`, computed by an interpreter that is started for it.
///
/// # Errors
/// When it can't be started, or prints no number.
pub fn sum(interpreter: &Path, program: &[&str], numbers: &[f64]) -> io::Result<f64> {
    let input: String = numbers.iter().map(|number| format!("{number}\n")).collect();
    let output = all_at_once::run(Command::new(interpreter).args(program), input.as_bytes())?;
    let text = String::from_utf8_lossy(&output);
    text.trim().parse().map_err(|_| io::Error::other(format!("this is no number: {text:?}")))
}
