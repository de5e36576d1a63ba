//! Right: a job that lost its worker goes back to the end of the queue, and anybody may try it next.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Condvar, Mutex};
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
/// When a worker can't be started.
pub fn map(
    start: impl Fn() -> Command + Sync,
    workers: usize,
    jobs: &[Vec<u8>],
) -> io::Result<Vec<Result<Vec<u8>, Poisoned>>> {
    // The jobs that nobody has, each with the tries it has left, and how many are not yet settled.
    let queue: VecDeque<_> = jobs.iter().enumerate().map(|(i, job)| (i, job, TRIES)).collect();
    let state = Mutex::new((queue, jobs.len()));
    let changed = Condvar::new();
    let outcomes: Vec<_> = jobs.iter().map(|_| Mutex::new(Err(Poisoned { last: ExitStatus::default() }))).collect();
    let feed = || {
        let mut worker = None;
        loop {
            let mut guard = state.lock().unwrap();
            let (i, job, tries) = loop {
                match guard.0.pop_front() {
                    Some(job) => break job,
                    None if guard.1 == 0 => return Ok(()),
                    None => guard = changed.wait(guard).unwrap(),
                }
            };
            drop(guard);
            if tries < TRIES {
                worker = None; // One that is known to be alive, or the job may be given up without having been begun.
            }
            if worker.is_none() {
                match Worker::start(start()) {
                    Ok(started) => worker = Some(started),
                    Err(error) => {
                        *state.lock().unwrap() = (VecDeque::new(), 0);
                        changed.notify_all();
                        return Err(error);
                    }
                }
            }
            let answer = worker.as_mut().unwrap().answer(job);
            // Waited for before the lock is taken.
            let answer = match answer {
                Ok(answer) => Ok(answer),
                Err(_) => Err(Poisoned { last: worker.take().unwrap().child.wait()? }),
            };
            let mut guard = state.lock().unwrap();
            match answer {
                Ok(answer) => {
                    *outcomes[i].lock().unwrap() = Ok(answer);
                    guard.1 = guard.1.saturating_sub(1);
                }
                Err(poisoned) => {
                    *outcomes[i].lock().unwrap() = Err(poisoned);
                    if tries > 1 { guard.0.push_back((i, job, tries - 1)) } else { guard.1 = guard.1.saturating_sub(1) }
                }
            }
            changed.notify_all();
        }
    };
    thread::scope(|scope| {
        let feeders: Vec<_> = (0..workers.min(jobs.len())).map(|_| scope.spawn(feed)).collect();
        feeders.into_iter().map(|feeder| feeder.join().unwrap()).collect::<io::Result<Vec<()>>>()
    })?;
    Ok(outcomes.into_iter().map(|outcome| outcome.into_inner().unwrap()).collect())
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
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Both fail only if it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
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
