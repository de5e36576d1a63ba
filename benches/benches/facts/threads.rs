//! What it costs to start threads, to hand them work, and to keep them from each other's way.

use benches::{
    experiment::Outcome,
    pair::{Counters, two_threads},
    timing::{SAMPLES, each, repeat},
};
use shared::Shared;
use std::{
    sync::{
        Barrier, Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};
use steps_threads::waking;
use variant::{Unavailable, Workers};

/// How long a thread waits before it is woken.
const IDLE: Duration = Duration::from_millis(10);

/// A thread started, run to its end at once, and joined.
pub fn spawn() -> Outcome<Vec<f64>> {
    Ok(repeat(|| thread::spawn(|| ()).join()))
}

/// The same within a scope, which is what the kernels do.
pub fn scope() -> Outcome<Vec<f64>> {
    Ok(repeat(|| thread::scope(|scope| scope.spawn(|| ()).join())))
}

/// Memory that a waiting thread occupies, the touched part of its stack above all: what a thousand of them occupy,
/// shared out. Linux only.
pub fn memory() -> Outcome<Vec<f64>> {
    const THREADS: usize = 1000;
    let one = || {
        let before = resident()?;
        let (ready, go) = (Barrier::new(THREADS + 1), Barrier::new(THREADS + 1));
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| (ready.wait(), go.wait()));
            }
            ready.wait();
            let during = resident();
            go.wait();
            Ok((during? - before) / THREADS as f64)
        })
    };
    (0..SAMPLES).map(|_| one()).collect()
}

/// Bytes of this process that lie in memory.
fn resident() -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    let kilobytes = kilobytes.and_then(|number| number.parse::<f64>().ok());
    kilobytes.map(|number| 1024.0 * number).ok_or_else(|| Unavailable::new("this system has no /proc/self/status"))
}

/// Two empty closures joined by a thread of a pool: what every split of a parallel iterator costs.
pub fn rayon_join() -> Outcome<Vec<f64>> {
    Ok(pools::rayon(Workers::available()).install(|| repeat(|| rayon::join(|| (), || ()))))
}

/// An empty closure handed to a pool from outside, and waited for.
pub fn rayon_install() -> Outcome<Vec<f64>> {
    let pool = pools::rayon(Workers::available());
    Ok(repeat(|| pool.install(|| ())))
}

/// A number sent to another thread that sends it back.
pub fn channel_round_trip() -> Outcome<Vec<f64>> {
    let (there, received) = mpsc::channel::<u64>();
    let (back, returned) = mpsc::channel();
    let echo = thread::spawn(move || received.into_iter().try_for_each(|number| back.send(number)));
    let samples = repeat(|| there.send(1).map(|()| returned.recv()));
    drop(there);
    echo.join().expect("it only passes numbers on").expect("we received every one");
    Ok(samples)
}

/// A lock taken and released that nobody else wants.
pub fn mutex_lock() -> Outcome<Vec<f64>> {
    let counter = Mutex::new(0_u64);
    Ok(repeat(|| *counter.lock().expect("nobody panics") += 1))
}

/// The same while a second thread does so too: time for one of all the locks taken.
pub fn mutex_lock_contended() -> Outcome<Vec<f64>> {
    let counter = Mutex::new(0_u64);
    contended(|_| *counter.lock().expect("nobody panics") += 1)
}

/// An atomic addition to a counter that nobody else uses.
pub fn atomic_add() -> Outcome<Vec<f64>> {
    let counter = AtomicU64::new(0);
    Ok(repeat(|| counter.fetch_add(1, Relaxed)))
}

/// The same while a second thread adds to it too: time for one of all the additions.
pub fn atomic_add_contended() -> Outcome<Vec<f64>> {
    let counter = AtomicU64::new(0);
    contended(|_| {
        counter.fetch_add(1, Relaxed);
    })
}

/// How many times as long two threads take that count in neighbouring words, compared with words in cache lines of
/// their own. Both are measured by turns, and each turn gives one ratio.
pub fn false_sharing() -> Outcome<Vec<f64>> {
    let counters = Counters::default();
    // 256 bytes: some processors fetch lines in pairs of 64 bytes, and a line may be 128 bytes long.
    let (near, far) = (8, 256);
    let ratio = || Ok(counters.count_apart(near)?.div_duration_f64(counters.count_apart(far)?));
    ratio()?;
    (0..SAMPLES).map(|_| ratio()).collect()
}

fn contended(op: impl Fn(usize) + Sync) -> Outcome<Vec<f64>> {
    const EACH: usize = 20_000;
    each(2 * EACH, || two_threads(EACH, &op))
}

/// How long after it is told to a parked thread goes on that has waited for ten milliseconds.
pub fn wake_parked() -> Outcome<Vec<f64>> {
    each(1, || Ok(waking::lateness(waking::parked, IDLE)))
}

/// The same of a thread that has spun as long.
pub fn wake_spinning() -> Outcome<Vec<f64>> {
    each(1, || Ok(waking::lateness(waking::spinning, IDLE)))
}

/// What waking costs a run of rayon's threads that takes milliseconds: its time right after a turn of serial code, over
/// that of the run that follows.
pub fn cold_run() -> Outcome<Vec<f64>> {
    let workers = Workers::available();
    let pairs = great_circle::Pairs::random(1_000_000, 1);
    let mut km = Shared::zeroed(pairs.len());
    let mut turn = || {
        great_circle::serial::run(&pairs, Workers::ONE, &mut km)?;
        let mut time = || -> Outcome<f64> {
            let start = Instant::now();
            great_circle::simd_rayon::run(&pairs, workers, &mut km)?;
            Ok(start.elapsed().as_secs_f64())
        };
        Ok(time()? / time()?)
    };
    turn()?;
    (0..SAMPLES).map(|_| turn()).collect()
}
