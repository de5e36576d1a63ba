//! Runs `first_line` on a program that prints without end: how does it end, when nobody reads on?

use std::{io, process::Command};
use steps_subprocesses::first_line::run;

fn main() -> io::Result<()> {
    let (line, status) = run(Command::new("yes").arg("once more"))?;
    println!("{line:?}, then {status}");
    Ok(())
}
