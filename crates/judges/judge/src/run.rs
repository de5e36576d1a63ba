//! Runs a check's program within limits.
//!
//! Standard output and standard error go into one pipe, in which everything stands in the order in which it was
//! printed, and the harness is told not to catch what tests print. So each test's words are known for either harness,
//! and a loop that prints without end fills a pipe that somebody counts, and nobody's memory.

use crate::split::{Part, Split};
use anyhow::{Context, Result};
use guard::Report;
use process_wrap::std::CommandWrap;
use std::{
    io::{self, Read},
    path::Path,
    process::Command,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// A program that prints more lines than this prints without end.
pub const LINES: usize = 1_000_000;

/// Whoever still holds the output open when all is over, and prints nothing for so long, has left the check's group.
const ESCAPED: Duration = Duration::from_secs(5);

/// What of a check's program is to run, and what it may use up.
pub struct Limits<'a> {
    /// Of all its tests, only the one of this name.
    pub only: Option<&'a str>,
    /// How long one test may take. The clock starts again when the next test does, and never else.
    pub test: Duration,
    /// Says whether somebody wants it all to end; asked about fifty times a second.
    pub interrupted: &'a dyn Fn() -> bool,
}

/// What a check's program did.
#[derive(Debug)]
pub struct Ran {
    /// What it printed before its first test, and by test.
    pub parts: Vec<Part>,
    /// How it ended.
    pub end: End,
    /// How long it ran.
    pub time: Duration,
}

/// How a check's program ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// By itself.
    Exit {
        /// Whether it claims that all is well.
        success: bool,
        /// Its exit code or signal, in words.
        how: String,
        /// Whether the check had come to its end: success means nothing without.
        proper: bool,
    },
    /// A test took longer than its limit. As in the two cases below, the program was killed with all it had started.
    Limit,
    /// It printed without end.
    Flood,
    /// It was to end.
    Interrupted,
}

/// Runs the check's program in `dir`, one test after another, so that the last name it printed is the test it is in.
///
/// It gets a process group of its own, killed as a whole when it oversteps a limit: processes that the learner's code
/// has started must not outlive the check.
///
/// # Errors
/// When the program can't be started or waited for.
pub fn run(program: &Path, dir: &Path, limits: &Limits) -> Result<Ran> {
    run_with(program, dir, limits, |_| {})
}

/// As [`run`], started with what `more` adds: arguments, or variables of the environment.
///
/// # Errors
/// As [`run`].
pub fn run_with(program: &Path, dir: &Path, limits: &Limits, more: impl FnOnce(&mut Command)) -> Result<Ran> {
    let cannot = || format!("can't start {}", program.display());
    let (output, input) = io::pipe().with_context(cannot)?;
    let mut command = Command::new(program);
    command
        .args(["--test-threads=1", "--nocapture", "--color=never"])
        .args(limits.only.iter().flat_map(|test| ["--exact", test]))
        .current_dir(dir)
        .env("CARGO_MANIFEST_DIR", dir)
        .env("RUST_BACKTRACE", "0")
        .env_remove("RUST_TEST_THREADS")
        .env_remove("RUST_TEST_NOCAPTURE")
        .env(guard::MARKED, "yes")
        .stdout(input.try_clone().with_context(cannot)?)
        .stderr(input);
    more(&mut command);
    // It needs no guardian of its own: we are that.
    let report = Report::expected_from(&mut command).with_context(cannot)?;
    let began = Instant::now();
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
    let mut child = command.spawn().with_context(cannot)?;
    // It holds our ends of the pipe, which would never close.
    drop(command);

    // Bounded, so that who prints without end waits for us instead of filling our memory.
    let (sender, receiver) = mpsc::sync_channel(16);
    thread::spawn(move || read(output, &sender));
    let (mut split, mut killed) = (Split::default(), None);
    let mut last_step = Instant::now();
    let status = loop {
        match receiver.recv_timeout(Duration::from_millis(20)) {
            // What comes after the end is of no interest, but somebody may still wait to be rid of it.
            Ok(_) if killed.is_some() => {}
            Ok(bytes) => {
                if split.add(&bytes) {
                    last_step = Instant::now();
                }
            }
            // Its end counts, not that of its output: a process it left behind may hold that open for ever, and it may
            // itself close its output and go on.
            Err(silence) => {
                if let Some(status) = child.try_wait()? {
                    break status;
                }
                if silence == RecvTimeoutError::Disconnected {
                    thread::sleep(Duration::from_millis(5));
                }
            }
        }
        if killed.is_none() {
            killed = if (limits.interrupted)() {
                Some(End::Interrupted)
            } else if split.bytes() > guard::TOO_MUCH || split.lines() > LINES {
                Some(End::Flood)
            } else if last_step.elapsed() > limits.test {
                Some(End::Limit)
            } else {
                continue;
            };
            // Fails only when it has ended in this very moment.
            let _ = child.start_kill();
        }
    };
    // The check is over; what it may have left running goes with it, and with that the last who could print.
    let _ = child.start_kill();
    while let Ok(bytes) = receiver.recv_timeout(ESCAPED) {
        if killed.is_none() {
            split.add(&bytes);
        }
    }
    let proper = report.arrived().context("can't read what the check has reported")?;
    let end = killed.unwrap_or_else(|| End::Exit { success: status.success(), how: status.to_string(), proper });
    Ok(Ran { parts: split.end(), end, time: began.elapsed() })
}

/// Passes on what comes from `pipe`, from a thread of its own, until it closes.
fn read(mut pipe: impl Read, sender: &mpsc::SyncSender<Vec<u8>>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(n @ 1..) = pipe.read(&mut buffer) {
        if sender.send(buffer[..n].to_vec()).is_err() {
            break;
        }
    }
}
