//! Right: readers send what they read through a channel, and the caller waits at it with the time that is left. The group is
//! killed by the program `kill`, without a crate.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
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

/// Runs `command` with `input` until it ends, or for `limit`, which may be [`Duration::MAX`].
///
/// # Errors
/// When it can't be started.
pub fn run(mut command: Command, input: &[u8], limit: Duration) -> io::Result<Finished> {
    let began = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn()?;
    let (sender, receiver) = mpsc::channel();
    let (mut stdin, out, err) = (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (input, to_errors, fed) = (input.to_vec(), sender.clone(), sender.clone());
    thread::spawn(move || {
        let _ = stdin.write_all(&input);
        drop(stdin);
        drop(fed);
    });
    thread::spawn(move || pass_on(out, 0, &sender));
    thread::spawn(move || pass_on(err, 1, &to_errors));
    let mut printed = [Vec::new(), Vec::new()];
    let mut timed_out = false;
    loop {
        let left = if timed_out { Duration::MAX } else { limit.saturating_sub(began.elapsed()) };
        match receiver.recv_timeout(left.min(Duration::from_secs(3600))) {
            Ok((which, bytes)) => {
                let pipe: &mut Vec<u8> = &mut printed[which];
                pipe.extend(bytes);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if began.elapsed() < limit => {}
            Err(RecvTimeoutError::Timeout) => {
                timed_out = true;
                kill(child.id());
            }
        }
    }
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if began.elapsed() >= limit => {
                timed_out = true;
                kill(child.id());
                break child.wait()?;
            }
            None => thread::sleep(Duration::from_millis(1)),
        }
    };
    let [stdout, stderr] = printed;
    Ok(Finished { end: if timed_out { End::TimedOut } else { End::Ended(status) }, stdout, stderr })
}

fn kill(group: u32) {
    let _ = Command::new("sh").args(["-c", &format!("kill -KILL -{group}")]).stderr(Stdio::null()).status();
}

fn pass_on(mut pipe: impl Read, which: usize, to: &Sender<(usize, Vec<u8>)>) {
    let mut buffer = [0; 8192];
    while let Ok(n @ 1..) = pipe.read(&mut buffer) {
        if to.send((which, buffer[..n].to_vec())).is_err() {
            break;
        }
    }
}
