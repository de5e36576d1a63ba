//! Worker processes, by the procspawn crate: each is this same program, started again and waiting for jobs.

use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::HashMap,
    ops::Range,
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use variant::{Unavailable, Workers};

static READY: AtomicBool = AtomicBool::new(false);
static POOLS: LazyLock<Mutex<HashMap<usize, procspawn::Pool>>> = LazyLock::new(Mutex::default);

/// Must be the first line of `main` in any program that uses worker processes: in a worker it never returns.
pub fn init() {
    procspawn::init();
    READY.store(true, Ordering::Relaxed);
}

/// Runs `job(shared, band)` in `workers` processes, `band` counting through `0..n` in even parts.
///
/// Only `args` and the band are sent, so keep them small and share the bulk.
///
/// # Errors
/// `Unavailable` when [`init`] was not called, a worker can't be started, or one died at its work.
pub fn bands<S>(workers: Workers, n: usize, args: &S, job: fn((S, Range<usize>))) -> Result<(), Unavailable>
where
    S: Serialize + DeserializeOwned + Clone + Send + 'static,
{
    if !READY.load(Ordering::Relaxed) {
        return Err(Unavailable::new("this program did not call pools::processes::init() first thing in main"));
    }
    let mut pools = POOLS.lock().expect("a panicking job is an error here, not a panic");
    let pool = match pools.entry(workers.get()) {
        std::collections::hash_map::Entry::Occupied(found) => found.into_mut(),
        std::collections::hash_map::Entry::Vacant(slot) => slot.insert(
            procspawn::Pool::new(workers.get())
                .map_err(|e| Unavailable::new(format!("worker processes would not start: {e}")))?,
        ),
    };
    let size = workers.band(n);
    let jobs: Vec<_> =
        (0..n).step_by(size).map(|start| pool.spawn((args.clone(), start..n.min(start + size)), job)).collect();
    for mut job in jobs {
        job.join_timeout(Duration::from_secs(600))
            .map_err(|e| Unavailable::new(format!("a worker process died at its work: {e}")))?;
    }
    Ok(())
}

/// Ends every worker process.
pub fn shutdown() {
    for (_, pool) in POOLS.lock().expect("as above").drain() {
        pool.shutdown();
    }
}
