//! Worker processes, by the procspawn crate: each is this same program, started again and waiting for jobs.

use serde::{Serialize, de::DeserializeOwned};
use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};
use variant::{Unavailable, Workers};

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
/// `Unavailable` when [`init`] was not called, a worker can't be started, or one died at its work. Jobs that nobody had
/// taken by then are not done. The next call starts a new worker in the lost one's place.
pub fn map<A, R>(
    workers: Workers,
    jobs: impl ExactSizeIterator<Item = A> + Send,
    job: fn(A) -> R,
) -> Result<Vec<R>, Unavailable>
where
    A: Serialize + DeserializeOwned,
    R: Serialize + DeserializeOwned + Send + 'static,
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
            let Ok(answer) = worker.run(args, job) else {
                // One answer is lost: the others need not go on.
                while next_job().is_some() {}
                return Err(died(&worker, i, count));
            };
            answers.push((i, answer));
        }
        Ok((worker, answers))
    };
    let outcomes: Vec<_> = thread::scope(|scope| {
        let feeders: Vec<_> = staff.into_iter().map(|worker| scope.spawn(|| feed(worker))).collect();
        feeders.into_iter().map(|feeder| feeder.join().unwrap_or_else(|_| Err(gone()))).collect()
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
pub fn chunks<S>(
    workers: Workers,
    n: usize,
    size: usize,
    args: &S,
    job: fn((S, Range<usize>)),
) -> Result<(), Unavailable>
where
    S: Serialize + DeserializeOwned + Clone + Sync,
{
    let size = size.max(1);
    let chunks = (0..n).step_by(size).map(|start| (args.clone(), start..n.min(start + size)));
    map(workers, chunks, job).map(drop)
}
// ANCHOR_END: chunks

/// Takes `count` workers out of the team, starting those that are missing, all at once.
fn hire(team: &mut Vec<Worker>, count: usize) -> Result<Vec<Worker>, Unavailable> {
    if !READY.load(Ordering::Relaxed) {
        return Err(Unavailable::new("this program did not call pools::processes::init() first thing in main"));
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
        team.push(worker.map_err(|e| Unavailable::new(format!("a worker process would not start: {e}")))?);
    }
    // The last ones: those are the ones that worked last and have their memory mapped already.
    Ok(team.split_off(team.len() - count))
}

/// A worker process. Dropping it ends the process.
struct Worker {
    pid: u32,
    /// A pool of one, so that it is known which process got which chunk, and which one died of it.
    pool: procspawn::Pool,
}

impl Worker {
    fn start() -> Result<Self, String> {
        let pool = procspawn::Pool::new(1).map_err(|e| e.to_string())?;
        // The pool says that it started a process even when it couldn't; an answer is proof.
        let pid = pool.spawn((), |()| std::process::id()).join().map_err(|e| e.to_string())?;
        Ok(Self { pid, pool })
    }

    fn run<A, R>(&self, args: A, job: fn(A) -> R) -> Result<R, procspawn::SpawnError>
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned + Send + 'static,
    {
        self.pool.spawn(args, job).join()
    }
}

/// Of what, procspawn can't be trusted to know: it kills a worker that panics before the panic's message is through.
fn died(worker: &Worker, job: usize, jobs: usize) -> Unavailable {
    let cause = "a panic, an abort, a kill, or no memory left";
    Unavailable::new(format!("worker process {} died at job {} of {jobs} ({cause})", worker.pid, job + 1))
}

/// What is left to say when procspawn itself panics, as it does when a worker dies while idle and is then sent work.
fn gone() -> Unavailable {
    Unavailable::new("a worker process had died before it was sent its work")
}

/// Ends every worker process.
pub fn shutdown() {
    TEAM.lock().expect("as above").clear();
}
