//! Worker processes, by the procspawn crate: each is this same program, started again and waiting for jobs.

mod calls;
mod death;

pub use death::{Death, End, Failure};

use calls::{Call, Outcome};
use ipc_channel::{IpcError, ipc};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    io,
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};
use variant::Workers;

static READY: AtomicBool = AtomicBool::new(false);
static TEAM: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// A program that has not come up by then will not come up at all.
const START_LIMIT: Duration = Duration::from_secs(30);

// ANCHOR: init
/// Must be the first line of `main` in any program that uses worker processes: in a worker it never returns.
pub fn init() {
    procspawn::init();
    READY.store(true, Ordering::Relaxed);
}
// ANCHOR_END: init

// ANCHOR: map
/// What `job` makes of each of `jobs`, computed in up to `workers` processes, in the order of the jobs. A worker that
/// has finished one job is sent the next that nobody has.
///
/// Jobs and answers are copied on their way: keep them small, and share the bulk. When this returns, no job is running.
///
/// # Errors
/// When [`init`] was not called, a worker can't be started, or one died at its work: then the [`Failure`] says how it
/// ended. Jobs that nobody had taken by then are not done. The next call starts a new worker in the lost one's place.
pub fn map<A, R>(
    workers: Workers,
    jobs: impl ExactSizeIterator<Item = A> + Send,
    job: fn(A) -> R,
) -> Result<Vec<R>, Failure>
where
    A: Serialize + DeserializeOwned,
    R: Serialize + DeserializeOwned + Send,
{
    let count = jobs.len();
    let mut team = TEAM.lock().expect("nothing below panics");
    let staff = hire(&mut team, workers.get().min(count))?;
    let queue = Mutex::new(jobs.enumerate());
    let next_job = || queue.lock().expect("no thread panics while it holds the lock").next();
    // One thread feeds one process: it sends a job, waits for the answer, and takes the next.
    let feed = |worker: Worker| {
        let mut answers = Vec::new();
        while let Some((i, args)) = next_job() {
            match worker.run(args, job) {
                Ok(answer) => answers.push((i, answer)),
                Err(end) => {
                    // One answer is lost: the others need not go on.
                    while next_job().is_some() {}
                    return Err(Failure::Died(Death { worker: worker.pid, job: i, jobs: count, end }));
                }
            }
        }
        Ok((worker, answers))
    };
    let outcomes: Vec<_> = thread::scope(|scope| {
        let feeders: Vec<_> = staff.into_iter().map(|worker| scope.spawn(|| feed(worker))).collect();
        feeders.into_iter().map(|feeder| feeder.join().expect("the jobs come without a panic")).collect()
    });
    let (mut answers, mut result) = (Vec::new(), Ok(()));
    for outcome in outcomes {
        match outcome {
            Ok((worker, some)) => {
                team.push(worker);
                answers.extend(some);
            }
            Err(death) => result = Err(death),
        }
    }
    answers.sort_by_key(|&(i, _)| i);
    result.map(|()| answers.into_iter().map(|(_, answer)| answer).collect())
}
// ANCHOR_END: map

// ANCHOR: chunks
/// Runs `job(args, chunk)` for every chunk of `0..n`, `size` numbers each but the last, as [`map`] does.
///
/// # Errors
/// As [`map`].
pub fn chunks<S>(workers: Workers, n: usize, size: usize, args: &S, job: fn((S, Range<usize>))) -> Result<(), Failure>
where
    S: Serialize + DeserializeOwned + Clone + Sync,
{
    let size = size.max(1);
    let chunks = (0..n).step_by(size).map(|start| (args.clone(), start..n.min(start + size)));
    map(workers, chunks, job).map(drop)
}
// ANCHOR_END: chunks

/// Takes `count` workers out of the team, starting those that are missing, all at once.
fn hire(team: &mut Vec<Worker>, count: usize) -> Result<Vec<Worker>, Failure> {
    if !READY.load(Ordering::Relaxed) {
        let reason = "this program did not call pools::processes::init() first thing in main";
        return Err(Failure::NoWorker(reason.to_owned()));
    }
    let missing = count.saturating_sub(team.len());
    let (sender, started) = mpsc::channel();
    for _ in 0..missing {
        let sender = sender.clone();
        // A program that dies while it starts would be waited for without end: wait here, where there is a limit.
        thread::spawn(move || sender.send(Worker::start()));
    }
    for _ in 0..missing {
        let worker = started.recv_timeout(START_LIMIT).map_err(|_| "nothing was heard of it".to_owned()).flatten();
        team.push(worker.map_err(|e| Failure::NoWorker(format!("a worker process would not start: {e}")))?);
    }
    // The last ones: those are the ones that worked last and have their memory mapped already.
    Ok(team.split_off(team.len() - count))
}

/// A worker process. Dropping it ends the process.
struct Worker {
    pid: u32,
    calls: ipc::IpcSender<Call>,
    /// Only this handle waits for the process. So until it is dropped, the system keeps how the process ended.
    _process: procspawn::JoinHandle<()>,
}

impl Worker {
    fn start() -> Result<Self, String> {
        let (calls, theirs) = ipc::channel().map_err(|e| e.to_string())?;
        let process = procspawn::spawn(theirs, calls::serve);
        // Without a process the handle holds the error, and join says which.
        let Some(pid) = process.pid() else {
            return Err(process.join().map_or_else(|e| e.to_string(), |()| "it ended at once".to_owned()));
        };
        let worker = Self { pid, calls, _process: process };
        // An answer is proof.
        worker.run((), |()| ()).map_err(|end| end.to_string())?;
        Ok(worker)
    }

    /// Has the worker answer one job. After an error it isn't to be given another one.
    fn run<A, R>(&self, args: A, job: fn(A) -> R) -> Result<R, End>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned,
    {
        let answers = self.send(args, job).map_err(|error| self.end(&error))?;
        let outcome: Outcome<R> = answers.recv().map_err(|error| self.end(&error))?;
        outcome.map_err(End::Panic)
    }

    /// Sends one job, with two new channels for it: one type of channel for all jobs would have to know all their
    /// types.
    fn send<A, R>(&self, args: A, job: fn(A) -> R) -> Result<ipc::IpcReceiver<Outcome<R>>, IpcError>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned,
    {
        let (args_to, args_from) = ipc::channel()?;
        let (answers_to, answers_from) = ipc::channel()?;
        self.calls.send(Call::new(job, args_from, answers_to))?;
        // After the call: a message larger than the channel holds waits for a reader.
        args_to.send(args)?;
        Ok(answers_from)
    }

    fn end(&self, error: &IpcError) -> End {
        let gone = match error {
            IpcError::Disconnected => true,
            // What sending to a process that has ended comes to, by how far the system has got with burying it.
            IpcError::Io(error) => {
                matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset)
            }
            IpcError::SerializationError(_) => false,
        };
        // Not unless it is gone: one that lives would be waited for without end.
        let status = if gone { death::status(self.pid) } else { None };
        status.map_or_else(|| End::Unknown(error.to_string()), End::Status)
    }
}

/// Ends every worker process.
pub fn shutdown() {
    TEAM.lock().expect("as above").clear();
}
