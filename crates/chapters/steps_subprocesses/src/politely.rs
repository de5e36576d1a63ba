//! Asks a program to end, and insists after a while.

use process_wrap::std::{ChildWrapper, CommandWrap, ProcessGroup};
use std::io;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// The number of SIGTERM on every Unix.
const SIGTERM: i32 = 15;

/// Starts a program as the leader of a group of its own.
///
/// # Errors
/// When it can't be started.
pub fn start(command: Command) -> io::Result<Box<dyn ChildWrapper>> {
    CommandWrap::from(command).wrap(ProcessGroup::leader()).spawn()
}

// ANCHOR: end
/// Ends the group: SIGTERM, which a program may answer by saving its work, or ignore; after `grace` SIGKILL, which it
/// can't even see.
///
/// # Errors
/// When the system won't say how it ended.
pub fn end(child: &mut dyn ChildWrapper, grace: Duration) -> io::Result<ExitStatus> {
    child.signal(SIGTERM)?;
    let asked = Instant::now();
    while asked.elapsed() < grace {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.start_kill()?;
    child.wait()
}
// ANCHOR_END: end
