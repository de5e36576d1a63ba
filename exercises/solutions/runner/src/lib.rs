//! A thread for each pipe, and one for the clock.

#[cfg(windows)]
use process_wrap::std::JobObject;
#[cfg(unix)]
use process_wrap::std::ProcessGroup;
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::io::{self, Read, Write};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

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

/// Between two looks at the program.
const TURN: Duration = Duration::from_millis(5);

/// Runs `command` with `input` until it ends, or for `limit`, which may be [`Duration::MAX`].
///
/// # Errors
/// When it can't be started.
pub fn run(mut command: Command, input: &[u8], limit: Duration) -> io::Result<Finished> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(JobObject);
    let started = Instant::now();
    let mut child = command.spawn()?;
    let stdin = child.stdin().take().expect("it is piped");
    let stdout = child.stdout().take().expect("it is piped");
    let stderr = child.stderr().take().expect("it is piped");
    thread::scope(|scope| {
        let stdin = scope.spawn(move || feed(stdin, input));
        let stdout = scope.spawn(move || drain(stdout));
        let stderr = scope.spawn(move || drain(stderr));
        let end = loop {
            // Nobody is waited for before the pipes have ended: until then the group's number is certainly its own.
            if stdin.is_finished() && stdout.is_finished() && stderr.is_finished() {
                match child.try_wait() {
                    Ok(Some(status)) => break End::Ended(status),
                    Ok(None) => {}
                    Err(error) => {
                        kill(&mut *child);
                        return Err(error);
                    }
                }
            }
            if started.elapsed() >= limit {
                kill(&mut *child);
                break End::TimedOut;
            }
            thread::sleep(TURN);
        };
        let read = "a reader doesn't panic";
        Ok(Finished { end, stdout: stdout.join().expect(read), stderr: stderr.join().expect(read) })
    })
}

/// Kills the program and all that it has started, and waits for it.
fn kill(child: &mut dyn ChildWrapper) {
    // Fails only when there is nobody left to kill.
    let _ = child.start_kill();
    let _ = child.wait();
}

/// Writes all of `input`, or as much as the program wants, and closes the pipe.
fn feed(mut pipe: ChildStdin, input: &[u8]) {
    // A program needn't read its input.
    let _ = pipe.write_all(input);
}

/// Reads until nobody can write into the pipe any more.
fn drain(mut pipe: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before an error is kept.
    let _ = pipe.read_to_end(&mut bytes);
    bytes
}
