//! Takes what a program prints, up to a bound.

use std::io::{self, Read};
use std::process::{Command, Stdio};

/// What `command` prints, if that is at most `most` bytes; `None` for a program that prints more, which is killed.
///
/// # Errors
/// When it can't be started.
pub fn output(command: &mut Command, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().expect("it is piped");
    let mut output = Vec::new();
    // One byte more than may be: that is how too much is told from just enough.
    let read = stdout.take(most + 1).read_to_end(&mut output)?;
    if read as u64 > most {
        child.kill()?;
    }
    child.wait()?;
    Ok((read as u64 <= most).then_some(output))
}
