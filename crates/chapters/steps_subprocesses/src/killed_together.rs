//! Kills a program, and all that it has started, when its time is up.

use process_wrap::std::CommandWrap;
use std::io;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Runs `command` for at most `limit`; returns how it ended, or `None` if it was killed.
///
/// # Errors
/// When it can't be started.
pub fn run(command: Command, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
    let mut child = command.spawn()?;
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.start_kill()?;
    child.wait()?;
    Ok(None)
}
