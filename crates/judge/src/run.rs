//! Runs a check's program within limits.

use anyhow::{Context, Result};
use process_wrap::std::CommandWrap;
use std::{
    io::Read,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// More than this of a check's output is thrown away: a learner's loop may print without end.
const MOST: usize = 4 << 20;

/// What a check's program did.
#[derive(Debug)]
pub struct Ran {
    /// What it printed to standard output, up to 4 MiB.
    pub stdout: String,
    /// What it printed to standard error, up to 4 MiB.
    pub stderr: String,
    /// How it ended.
    pub end: End,
}

/// How a check's program ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// By itself.
    Exit(ExitStatus),
    /// A test took longer than the limit, and the program was killed with everything it had started.
    Limit,
    /// Ctrl-C was pressed; it was killed likewise.
    Interrupted,
}

/// Runs the check's program in `dir`, one test after another, so that the last name it printed is the test it is in.
///
/// It gets a process group of its own, killed as a whole when a test takes longer than `limit`: processes that the
/// learner's code has started must not outlive the check.
///
/// # Errors
/// When the program can't be started or waited for.
pub fn run(program: &Path, dir: &Path, limit: Duration, interrupted: &dyn Fn() -> bool) -> Result<Ran> {
    let mut command = Command::new(program);
    command
        .args(["--test-threads=1", "--color=never"])
        .current_dir(dir)
        .env("CARGO_MANIFEST_DIR", dir)
        .env("RUST_BACKTRACE", "0")
        .env_remove("RUST_TEST_THREADS")
        .env_remove("RUST_TEST_NOCAPTURE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
    let mut child = command.spawn().with_context(|| format!("can't start {}", program.display()))?;

    // Bounded, so that who prints without end waits for us instead of filling our memory.
    let (sender, receiver) = mpsc::sync_channel(16);
    let stdout = child.stdout().take().context("the check has no output")?;
    let stderr = child.stderr().take().context("the check has no error output")?;
    read(stdout, Stream::Out, sender.clone());
    read(stderr, Stream::Err, sender);

    let (mut out, mut err, mut killed) = (Vec::new(), Vec::new(), None);
    let mut last_step = Instant::now();
    let status = loop {
        match receiver.recv_timeout(Duration::from_millis(20)) {
            Ok((Stream::Out, bytes)) => {
                // A finished line means that a test has ended.
                if bytes.contains(&b'\n') {
                    last_step = Instant::now();
                }
                keep(&mut out, &bytes);
            }
            Ok((Stream::Err, bytes)) => keep(&mut err, &bytes),
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
        if killed.is_none() && (interrupted() || last_step.elapsed() > limit) {
            killed = Some(if interrupted() { End::Interrupted } else { End::Limit });
            // Fails only when it has ended in this very moment.
            let _ = child.start_kill();
        }
    };
    // The check is over; what it may have left running goes with it.
    let _ = child.start_kill();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Ran { stdout: text(out), stderr: text(err), end: killed.unwrap_or(End::Exit(status)) })
}

#[derive(Clone, Copy)]
enum Stream {
    Out,
    Err,
}

/// Passes on what comes from `pipe`, from a thread of its own, until it closes.
fn read(mut pipe: impl Read + Send + 'static, stream: Stream, sender: mpsc::SyncSender<(Stream, Vec<u8>)>) {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(n @ 1..) = pipe.read(&mut buffer) {
            if sender.send((stream, buffer[..n].to_vec())).is_err() {
                break;
            }
        }
    });
}

fn keep(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = MOST.saturating_sub(kept.len());
    kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
}
