//! Runs `write_then_read` on a program that says what it hears: a little, which goes well. With a hundred thousand
//! bytes both would wait for ever.

use std::{io, process::Command};
use steps_subprocesses::write_then_read::run;

fn main() -> io::Result<()> {
    let input = b"wedges and harbours\n".repeat(100);
    let output = run(&mut Command::new("cat"), &input)?;
    println!("{} bytes in, {} bytes out", input.len(), output.len());
    Ok(())
}
