//! How a worker process ended, and what that means to who asked it for an answer.

use std::{fmt, process::ExitStatus};
use variant::Unavailable;

/// Why a call has no answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is no worker process, for the reason given.
    NoWorker(String),
    /// A worker process died at its work.
    Died(Death),
}

/// Which worker died, at which job, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Death {
    /// The process's number.
    pub worker: u32,
    /// The job that it was given, counted from 0.
    pub job: usize,
    /// How many jobs there were.
    pub jobs: usize,
    /// How it ended.
    pub end: End,
}

// ANCHOR: end
/// How a worker process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Its job panicked, with this message.
    Panic(String),
    /// It exited, or a signal ended it: what `wait` says.
    Status(ExitStatus),
    /// Nobody can say: the system has no `waitid`, or the answer couldn't be read. All that the channel said.
    Unknown(String),
}
// ANCHOR_END: end

// ANCHOR: status
/// How the child `pid` of this process ended, once it has. It stays to be waited for.
#[cfg(unix)]
pub(super) fn status(pid: u32) -> Option<ExitStatus> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    use std::os::unix::process::ExitStatusExt;
    let pid = Pid::from_raw(pid.try_into().ok()?)?;
    // NOWAIT: procspawn waits for its process itself, and must still find it.
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    let end = loop {
        match waitid(WaitId::Pid(pid), options) {
            Err(rustix::io::Errno::INTR) => {}
            end => break end.ok()??,
        }
    };
    // As `wait` has it: the code in the second byte, or the signal in the first, with a bit for a core dump.
    let core = if end.dumped() { 0x80 } else { 0 };
    let raw = end.exit_status().map(|code| (code & 0xff) << 8).or(end.terminating_signal().map(|signal| signal | core));
    raw.map(ExitStatus::from_raw)
}
// ANCHOR_END: status

#[cfg(not(unix))]
pub(super) fn status(_: u32) -> Option<ExitStatus> {
    None
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWorker(reason) => f.write_str(reason),
            Self::Died(death) => death.fmt(f),
        }
    }
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { worker, job, jobs, end } = self;
        write!(f, "worker process {worker} died at job {} of {jobs} ({end})", job + 1)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panic(message) => write!(f, "panic: {message}"),
            Self::Status(status) => status.fmt(f),
            Self::Unknown(error) => f.write_str(error),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        Self::new(failure.to_string())
    }
}
