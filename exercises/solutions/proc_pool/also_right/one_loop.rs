//! One thread decides everything. Each worker has a reader thread that passes on what it says, or that it has died.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc;
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
    let mut queue: VecDeque<(usize, usize)> = (0..jobs.len()).map(|i| (i, 1)).collect();
    let mut outcomes = vec![Err(Poisoned { last: ExitStatus::default() }); jobs.len()];
    thread::scope(|scope| {
        let (say, hear) = mpsc::channel();
        let mut pool: Vec<Option<Worker>> = (0..workers.min(jobs.len())).map(|_| None).collect();
        let mut begun = 0;
        // Gives worker `w` the next job, starting it first if need be; a worker that can't be written to says so itself,
        // by ending what its reader reads.
        let mut next = |pool: &mut Vec<Option<Worker>>, queue: &mut VecDeque<(usize, usize)>, w: usize| {
            let Some((i, tries)) = queue.pop_front() else { return io::Result::Ok(0) };
            if pool[w].is_none() {
                let mut child = start().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
                let (input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
                begun += 1;
                let (say, number) = (say.clone(), begun);
                scope.spawn(move || {
                    while let Ok(Some(answer)) = receive(&mut output) {
                        let _ = say.send((w, number, Some(answer)));
                    }
                    let _ = say.send((w, number, None));
                });
                pool[w] = Some(Worker { child, input: Some(input), number, job: (i, tries) });
            }
            let worker = pool[w].as_mut().unwrap();
            worker.job = (i, tries);
            let _ = send(worker.input.as_mut().unwrap(), &jobs[i]);
            Ok(1)
        };
        let mut busy = 0;
        for w in 0..pool.len() {
            busy += next(&mut pool, &mut queue, w)?;
        }
        while busy > 0 {
            let (w, number, answer) = hear.recv().expect("we hold a sender");
            let Some(worker) = pool[w].as_ref().filter(|worker| worker.number == number) else { continue };
            let (i, tries) = worker.job;
            if outcomes[i].is_ok() {
                pool[w] = None; // It ended after its last answer, with nothing left to do.
                continue;
            }
            busy -= 1;
            match answer {
                Some(answer) => outcomes[i] = Ok(answer),
                None => {
                    let mut dead = pool[w].take().expect("looked at above");
                    outcomes[i] = Err(Poisoned { last: dead.child.wait()? });
                    if tries < TRIES {
                        queue.push_front((i, tries + 1));
                    }
                }
            }
            busy += next(&mut pool, &mut queue, w)?;
        }
        io::Result::Ok(())
    })?;
    Ok(outcomes)
}

/// A process; dropping it ends it.
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    number: usize,
    job: (usize, usize),
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.input = None;
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
