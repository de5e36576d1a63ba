//! Right: the caller reads and waits; a thread of its own is the watchdog, and sleeps until it is told that all is over.

use process_wrap::std::{CommandWrap, ProcessGroup};
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// How a program ended, and what it had printed.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub end: End,
    /// All that it printed to standard output.
    pub stdout: Vec<u8>,
    /// All that it printed to standard error.
    pub stderr: Vec<u8>,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, or by somebody else's signal.
    Ended(ExitStatus),
    /// Its time was up, and it was killed.
    TimedOut,
}

/// Runs `command` with `input` until it ends, or for `limit`, which may be [`Duration::MAX`].
///
/// # Errors
/// When it can't be started.
pub fn run(mut command: Command, input: &[u8], limit: Duration) -> io::Result<Finished> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut command = CommandWrap::from(command);
    command.wrap(ProcessGroup::leader());
    let mut child = command.spawn()?;
    let mut stdin = child.stdin().take().unwrap();
    let mut stdout = child.stdout().take().unwrap();
    let mut stderr = child.stderr().take().unwrap();
    let child = Mutex::new(child);
    let (over, wait) = mpsc::channel::<()>();
    let (child, wait) = (&child, wait);
    thread::scope(|scope| {
        let watchdog = scope.spawn(move || {
            let bitten = wait.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout);
            if bitten {
                let _ = child.lock().unwrap().start_kill();
            }
            bitten
        });
        let feeder = scope.spawn(move || {
            let _ = stdin.write_all(input);
        });
        let errors = scope.spawn(move || {
            let mut bytes = Vec::new();
            stderr.read_to_end(&mut bytes).map(|_| bytes)
        });
        let mut printed = Vec::new();
        stdout.read_to_end(&mut printed)?;
        let errors = errors.join().unwrap()?;
        feeder.join().unwrap();
        let status = loop {
            let ended = child.lock().unwrap().try_wait()?;
            match ended {
                Some(status) => break status,
                None => thread::sleep(Duration::from_millis(2)),
            }
        };
        drop(over);
        let end = if watchdog.join().unwrap() { End::TimedOut } else { End::Ended(status) };
        Ok(Finished { end, stdout: printed, stderr: errors })
    })
}
