//! Writes all of the input, then reads all of the output.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};

/// What `command` prints when it is given `input`.
///
/// # Errors
/// When it can't be started, or doesn't read all of its input.
pub fn run(command: &mut Command, input: &[u8]) -> io::Result<Vec<u8>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut stdout = child.stdout.take().expect("it is piped");
    stdin.write_all(input)?;
    // The program sees the end of its input when nobody holds it open.
    drop(stdin);
    let mut output = Vec::new();
    stdout.read_to_end(&mut output)?;
    child.wait()?;
    Ok(output)
}
