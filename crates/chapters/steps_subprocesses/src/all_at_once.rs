//! Writes the input from a thread of its own, while the output is read.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

/// What `command` prints when it is given `input`.
///
/// # Errors
/// When it can't be started, or doesn't read all of its input.
pub fn run(command: &mut Command, input: &[u8]) -> io::Result<Vec<u8>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut stdout = child.stdout.take().expect("it is piped");
    let mut output = Vec::new();
    thread::scope(|scope| {
        // `move`: the thread drops its end of the pipe, and the program sees the end of its input.
        let writer = scope.spawn(move || stdin.write_all(input));
        stdout.read_to_end(&mut output)?;
        writer.join().expect("a writer doesn't panic")
    })?;
    child.wait()?;
    Ok(output)
}
