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

/// Must be the first line of `main` in any program that uses worker processes: in a worker it never returns.
pub fn init() {
    procspawn::init();
    READY.store(true, Ordering::Relaxed);
}

// ANCHOR: chunks
/// Runs `job(args, chunk)` in up to `workers` processes, `chunk` counting through `0..n` in parts of `size`. A worker
/// that has finished one chunk is sent the next that nobody has.
///
/// Only `args` and the chunk are sent, so keep them small and share the bulk. When this returns, no job is running.
///
/// # Errors
/// `Unavailable` when [`init`] was not called, a worker can't be started, or one died at its work. Chunks
/// that nobody had taken by then are not done. The next call starts a new worker in the lost one's place.
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
    let mut team = TEAM.lock().expect("nothing below panics");
    let staff = hire(&mut team, workers.get().min(n.div_ceil(size)))?;
    let queue = Mutex::new((0..n).step_by(size).map(|start| start..n.min(start + size)));
    let next = || queue.lock().expect("no thread panics while it holds the lock").next();
    // One thread feeds one process: it sends a chunk, waits until that is done, and takes the next.
    let feed = |worker: Worker| {
        while let Some(chunk) = next() {
            if let Err(death) = worker.run(args, chunk, job) {
                // The answer is lost: the others need not go on.
                while next().is_some() {}
                return Err(death);
            }
        }
        Ok(worker)
    };
    let outcomes: Vec<_> = thread::scope(|scope| {
        let feeders: Vec<_> = staff.into_iter().map(|worker| scope.spawn(|| feed(worker))).collect();
        feeders.into_iter().map(|feeder| feeder.join().unwrap_or_else(|_| Err(gone()))).collect()
    });
    let mut result = Ok(());
    for outcome in outcomes {
        match outcome {
            Ok(worker) => team.push(worker),
            Err(death) => result = Err(death),
        }
    }
    result
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

    fn run<S>(&self, args: &S, chunk: Range<usize>, job: fn((S, Range<usize>))) -> Result<(), Unavailable>
    where
        S: Serialize + DeserializeOwned + Clone,
    {
        // Of what, procspawn can't be trusted to know: it kills a worker that panics before the message is through.
        self.pool.spawn((args.clone(), chunk.clone()), job).join().map_err(|_| {
            let cause = "a panic, an abort, a kill, or no memory left";
            Unavailable::new(format!("worker process {} died at items {chunk:?} of its work ({cause})", self.pid))
        })
    }
}

/// What is left to say when procspawn itself panics, as it does when a worker dies while idle and is then sent work.
fn gone() -> Unavailable {
    Unavailable::new("a worker process had died before it was sent its work")
}

/// Ends every worker process.
pub fn shutdown() {
    TEAM.lock().expect("as above").clear();
}
