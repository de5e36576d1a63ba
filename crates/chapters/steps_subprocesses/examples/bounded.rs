//! Runs `bounded` on a program that prints a line, and on one that prints without end.

use std::{io, process::Command};
use steps_subprocesses::bounded::output;

fn main() -> io::Result<()> {
    let words = output(Command::new("echo").arg("a line"), 100)?;
    println!("echo: {:?}", words.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    println!("yes: {:?}", output(&mut Command::new("yes"), 100)?);
    Ok(())
}
