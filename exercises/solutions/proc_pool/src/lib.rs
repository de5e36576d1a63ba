//! A pool of worker processes that loses no job, whatever becomes of the workers.

use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;

/// How many workers a job may cost before it is given up.
pub const TRIES: usize = 2;

/// Every worker that was given this job, [`TRIES`] of them, ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poisoned {
    /// How the last of them ended: its exit code, or the signal that ended it.
    pub last: ExitStatus,
}

/// Has up to `workers` processes (at least 1; no more than there are jobs) answer all `jobs`. The answers come in the
/// order of the jobs.
///
/// # Errors
/// When a worker can't be started, at the beginning or in the place of one that died.
pub fn map(
    start: impl Fn() -> Command + Sync,
    workers: usize,
    jobs: &[Vec<u8>],
) -> io::Result<Vec<Result<Vec<u8>, Poisoned>>> {
    let queue = Mutex::new(jobs.iter().enumerate());
    let next_job = || queue.lock().expect("no thread panics while it holds the lock").next();
    // One thread feeds one process.
    let feed = || {
        let (mut worker, mut answered) = (None, Vec::new());
        while let Some((i, job)) = next_job() {
            answered.push((i, insist(&mut worker, &start, job)?));
        }
        Ok(answered)
    };
    let answered: Vec<io::Result<Vec<_>>> = thread::scope(|scope| {
        let feeders: Vec<_> = (0..workers.min(jobs.len())).map(|_| scope.spawn(feed)).collect();
        feeders.into_iter().map(|feeder| feeder.join().expect("no feeder panics")).collect()
    });
    let mut outcomes = Vec::new();
    for answered in answered {
        outcomes.extend(answered?);
    }
    outcomes.sort_by_key(|&(i, _)| i);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Asks `worker`, or a new one in its place if it dies, to answer `job`.
fn insist(
    worker: &mut Option<Worker>,
    start: &impl Fn() -> Command,
    job: &[u8],
) -> io::Result<Result<Vec<u8>, Poisoned>> {
    let mut last = ExitStatus::default();
    for _ in 0..TRIES {
        if worker.is_none() {
            *worker = Some(Worker::start(start())?);
        }
        match worker.as_mut().expect("started above").answer(job) {
            Ok(answer) => return Ok(Ok(answer)),
            Err(_) => last = worker.take().expect("started above").end()?,
        }
    }
    Ok(Err(Poisoned { last }))
}

/// A process; dropping it ends it.
struct Worker {
    child: Child,
    jobs: ChildStdin,
    answers: ChildStdout,
}

impl Worker {
    fn start(mut command: Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (jobs, answers) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
        Ok(Self { child, jobs, answers })
    }

    /// An error means that the worker has died, whenever it was: before the job, at it, or amid the answer.
    fn answer(&mut self, job: &[u8]) -> io::Result<Vec<u8>> {
        send(&mut self.jobs, job)?;
        receive(&mut self.answers)?.ok_or(ErrorKind::UnexpectedEof.into())
    }

    /// Makes sure that it has ended, and says how.
    fn end(&mut self) -> io::Result<ExitStatus> {
        // Changes nothing about one that has ended by itself. It may also have closed its output and live on.
        let _ = self.child.kill();
        self.child.wait()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Fails only if it is gone already.
        let _ = self.end();
    }
}

/// Writes one message: its length as four bytes, the lowest first, then its bytes.
///
/// # Errors
/// When nobody reads from the pipe any more.
pub fn send(pipe: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).map_err(|_| ErrorKind::InvalidInput)?;
    pipe.write_all(&length.to_le_bytes())?;
    pipe.write_all(message)?;
    pipe.flush()
}

/// Waits for one message. `None` when the pipe has ended and no other message will come.
///
/// # Errors
/// When the pipe ends in the middle of a message.
pub fn receive(pipe: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = Vec::new();
    pipe.by_ref().take(4).read_to_end(&mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length: [u8; 4] = length.try_into().map_err(|_| ErrorKind::UnexpectedEof)?;
    let mut message = vec![0; u32::from_le_bytes(length) as usize];
    pipe.read_exact(&mut message)?;
    Ok(Some(message))
}
