//! Kills a program when its time is up.

use std::io;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Runs `command` for at most `limit`; returns how it ended, or `None` if it was killed.
///
/// # Errors
/// When it can't be started.
pub fn run(command: Command, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let mut command = command;
    let mut child = command.spawn()?;
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
