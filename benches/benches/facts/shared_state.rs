//! What it costs to share, by the means of sharing, and what goes wrong by how much.

use benches::{
    experiment::Outcome,
    pair::two_threads,
    timing::{SAMPLES, each, repeat},
};
use std::{
    array,
    hint::black_box,
    sync::{
        Barrier, Mutex, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};
use steps_shared::{
    litmus, lost_update,
    spin_lock::{backing_off, s3_ordered::SpinLock},
};
use variant::Workers;

const EACH: usize = 20_000;

/// How many percent of the additions of two threads are missing in the end, if each addition is a load and a store.
pub fn lost_updates() -> Outcome<Vec<f64>> {
    let lost = || {
        let count = AtomicU64::new(0);
        // Additions made, by each thread: a run that was disturbed is made again, and these count it, too.
        let made: [Apart<AtomicU64>; 2] = Default::default();
        two_threads(100_000, |me| {
            lost_update::add(&count);
            lost_update::add(&made[me].0);
        })?;
        let made: u64 = made.into_iter().map(|made| made.0.into_inner()).sum();
        Ok(100.0 * (1.0 - count.into_inner() as f64 / made as f64))
    };
    (0..SAMPLES).map(|_| lost()).collect()
}

/// On cache lines of its own.
#[derive(Default)]
#[repr(align(128))]
struct Apart<T>(T);

/// How many times in a thousand neither of two threads, each of which raises a flag and then looks at the other's, sees
/// one.
pub fn neither_flag() -> Outcome<Vec<f64>> {
    Ok(neither(litmus::store_buffer::raise_and_look))
}

/// The same with a fence in between.
pub fn neither_flag_fenced() -> Outcome<Vec<f64>> {
    Ok(neither(litmus::store_buffer_fenced::raise_and_look))
}

fn neither(raise_and_look: fn(&AtomicBool, &AtomicBool) -> bool) -> Vec<f64> {
    const ROUNDS: usize = 5_000;
    let flags: Vec<[Apart<AtomicBool>; 2]> = (0..ROUNDS).map(|_| Default::default()).collect();
    let per_mille = || {
        flags.iter().flatten().for_each(|flag| flag.0.store(false, Relaxed));
        // Both begin a round when both have come to it.
        let come = AtomicU64::new(0);
        let run = |me: usize| -> Vec<bool> {
            let round = |(i, flags): (usize, &[Apart<AtomicBool>; 2])| {
                come.fetch_add(1, Relaxed);
                while come.load(Relaxed) < 2 * (i as u64 + 1) {
                    std::hint::spin_loop();
                }
                raise_and_look(&flags[me].0, &flags[1 - me].0)
            };
            flags.iter().enumerate().map(round).collect()
        };
        let (first, second) = thread::scope(|scope| {
            let other = scope.spawn(|| run(1));
            (run(0), other.join().expect("it only looks at flags"))
        });
        let neither = first.iter().zip(&second).filter(|seen| *seen == (&false, &false)).count();
        1000.0 * neither as f64 / ROUNDS as f64
    };
    (0..SAMPLES).map(|_| per_mille()).collect()
}

/// A spin lock taken and given back that nobody else wants.
pub fn spin_lock() -> Outcome<Vec<f64>> {
    let lock = SpinLock::default();
    Ok(repeat(|| {
        lock.lock();
        lock.unlock();
    }))
}

/// The same while a second thread does so, too: time for one of all the locks taken.
pub fn spin_lock_contended() -> Outcome<Vec<f64>> {
    let (lock, number) = (SpinLock::default(), AtomicU64::new(0));
    each(2 * EACH, || {
        two_threads(EACH, |_| {
            lock.lock();
            lost_update::add(&number);
            lock.unlock();
        })
    })
}

/// The same, by a lock that looks before it takes, and looks less and less often.
pub fn backing_off_contended() -> Outcome<Vec<f64>> {
    let (lock, number) = (backing_off::SpinLock::default(), AtomicU64::new(0));
    each(2 * EACH, || {
        two_threads(EACH, |_| {
            lock.lock();
            lost_update::add(&number);
            lock.unlock();
        })
    })
}

/// How many times as long as with a mutex it takes with a spin lock, with four times as many threads as cores.
pub fn spin_crowd() -> Outcome<Vec<f64>> {
    let threads = 4 * Workers::available().get();
    let (spin, mutex, number) = (SpinLock::default(), Mutex::new(()), AtomicU64::new(0));
    // So many that no thread is done before its first turn on a core ends.
    const TIMES: usize = 10_000;
    let ratio = || {
        let spinning = crowd(threads, TIMES, |_| {
            spin.lock();
            work(&number);
            spin.unlock();
        });
        let sleeping = crowd(threads, TIMES, |_| {
            let _held = mutex.lock().expect("nobody panics");
            work(&number);
        });
        spinning.div_duration_f64(sleeping)
    };
    ratio();
    Ok((0..11).map(|_| ratio()).collect())
}

/// About a microsecond under the lock.
fn work(number: &AtomicU64) {
    (0..200).for_each(|_| lost_update::add(black_box(number)));
}

/// How long `threads` threads take that each do `op` so many times, told which of them they are: from the first that
/// begins to the last that is done.
fn crowd(threads: usize, times: usize, op: impl Fn(usize) + Sync) -> Duration {
    let (all, op) = (Barrier::new(threads), &op);
    let run = |me| {
        all.wait();
        let start = Instant::now();
        (0..times).for_each(|_| op(me));
        (start, Instant::now())
    };
    thread::scope(|scope| {
        let run = &run;
        let threads: Vec<_> = (0..threads).map(|me| scope.spawn(move || run(me))).collect();
        let (starts, ends): (Vec<_>, Vec<_>) = threads.into_iter().map(|one| one.join().expect("it only adds")).unzip();
        ends.into_iter().max().expect("at least one") - starts.into_iter().min().expect("at least one")
    })
}

/// A number read under a reader's lock, with nobody else about.
pub fn rwlock_read() -> Outcome<Vec<f64>> {
    let number = RwLock::new(1_u64);
    Ok(repeat(|| *number.read().expect("nobody panics")))
}

/// The same while a second thread reads it, too: time for one of all the readings.
pub fn rwlock_read_contended() -> Outcome<Vec<f64>> {
    let number = RwLock::new(1_u64);
    each(2 * EACH, || {
        two_threads(EACH, |_| {
            black_box(*number.read().expect("nobody panics"));
        })
    })
}

/// A number sent by one thread and received by another, many in a row: time for one of them.
pub fn channel_send() -> Outcome<Vec<f64>> {
    each(EACH, || {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let reader = scope.spawn(move || receiver.into_iter().fold(0_u64, u64::wrapping_add));
            let start = Instant::now();
            (0..EACH as u64).for_each(|number| sender.send(number).expect("it listens"));
            drop(sender);
            black_box(reader.join().expect("it only adds"));
            Ok(start.elapsed())
        })
    })
}

/// How many times as fast two threads are as one, when half of each one's work is done under one lock, and when nine
/// tenths are.
pub fn lock_half() -> Outcome<Vec<f64>> {
    locked_share(5)
}

/// See [`lock_half`].
pub fn lock_nine_tenths() -> Outcome<Vec<f64>> {
    locked_share(9)
}

/// Of ten equal parts of each job, so many are done under the lock. Both by turns, and each turn gives one ratio.
fn locked_share(tenths: usize) -> Outcome<Vec<f64>> {
    const JOBS: usize = 16;
    let lock = Mutex::new(());
    let own: [AtomicU64; 64] = array::from_fn(|_| AtomicU64::new(0));
    // 32 words apart: each thread's on cache lines of its own.
    let job = |me: usize| {
        let part = || (0..100_000).for_each(|_| lost_update::add(black_box(&own[32 * me])));
        {
            let _held = lock.lock().expect("nobody panics");
            (0..tenths).for_each(|_| part());
        }
        (tenths..10).for_each(|_| part());
    };
    let ratio = || {
        let start = Instant::now();
        (0..2 * JOBS).for_each(|_| job(0));
        let one = start.elapsed();
        one.div_duration_f64(crowd(2, JOBS, job))
    };
    ratio();
    Ok((0..SAMPLES).map(|_| ratio()).collect())
}
