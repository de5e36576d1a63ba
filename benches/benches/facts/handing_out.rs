//! What it costs to hand out work, by the kind of pool.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, each, in_turns, repeat},
};
use rayon::prelude::*;
use std::{
    hint::black_box,
    ops::Range,
    sync::{
        atomic::{
            AtomicUsize,
            Ordering::{AcqRel, Release},
        },
        mpsc::{self, Sender},
    },
    time::Instant,
};
use steps_pools::{answers, as_they_come, channel, in_order, nested, per_task, queue, stealing, sum};
use variant::{Unavailable, Workers};

/// Jobs that do nothing, in each sample.
const JOBS: usize = 10_000;

/// A thread started for each job; all are joined at the end.
pub fn task_thread() -> Outcome<Vec<f64>> {
    // Fewer: so many threads at once would be an experiment of their own.
    const THREADS: usize = 200;
    each(THREADS, || {
        let mut pool = per_task::Pool::default();
        let start = Instant::now();
        (0..THREADS).for_each(|_| pool.execute(|| ()));
        drop(pool);
        Ok(start.elapsed())
    })
}

/// Jobs through a channel behind a lock, to as many workers as there are cores; until all are done.
pub fn task_channel() -> Outcome<Vec<f64>> {
    each(JOBS, || {
        let pool = channel::Pool::new(Workers::available());
        let start = Instant::now();
        (0..JOBS).for_each(|_| pool.execute(|| ()));
        drop(pool);
        Ok(start.elapsed())
    })
}

/// The same through a queue with a condition variable.
pub fn task_queue() -> Outcome<Vec<f64>> {
    each(JOBS, || {
        let pool = queue::Pool::new(Workers::available());
        let start = Instant::now();
        (0..JOBS).for_each(|_| pool.execute(|| ()));
        drop(pool);
        Ok(start.elapsed())
    })
}

/// The same, and each answer waited for.
pub fn task_answer() -> Outcome<Vec<f64>> {
    let pool = answers::Pool::new(Workers::available());
    each(JOBS, || {
        let start = Instant::now();
        let answers: Vec<_> = (0..JOBS).map(|i| pool.submit(move || i)).collect();
        answers.into_iter().for_each(|answer| drop(black_box(answer.wait())));
        Ok(start.elapsed())
    })
}

/// Parts of one element, split off and taken from a deque for each worker. Starting the threads is in it.
pub fn split_stealing() -> Outcome<Vec<f64>> {
    const PARTS: usize = 20 * JOBS;
    each(PARTS, || {
        let start = Instant::now();
        stealing::for_each(Workers::available(), PARTS, 1, |part| _ = black_box(part), |_, _| ());
        Ok(start.elapsed())
    })
}

/// What jobs are handed to.
trait Takes: Sync {
    fn take(&self, job: impl FnOnce() + Send + 'static);
}

impl Takes for channel::Pool {
    fn take(&self, job: impl FnOnce() + Send + 'static) {
        self.execute(job);
    }
}

impl Takes for queue::Pool {
    fn take(&self, job: impl FnOnce() + Send + 'static) {
        self.execute(job);
    }
}

/// Parts of one element, split off by the workers themselves: each hands two halves back to the channel.
pub fn split_channel() -> Outcome<Vec<f64>> {
    split(Box::leak(Box::new(channel::Pool::new(Workers::available()))))
}

/// The same with the queue.
pub fn split_queue() -> Outcome<Vec<f64>> {
    split(Box::leak(Box::new(queue::Pool::new(Workers::available()))))
}

/// The pool lives for ever, since its own jobs use it.
fn split(pool: &'static impl Takes) -> Outcome<Vec<f64>> {
    static LEFT: AtomicUsize = AtomicUsize::new(0);
    fn halves(pool: &'static impl Takes, part: Range<usize>, done: Sender<()>) {
        if part.len() > 1 {
            let middle = part.start + part.len() / 2;
            for half in [part.start..middle, middle..part.end] {
                let done = done.clone();
                pool.take(move || halves(pool, half, done));
            }
        } else if LEFT.fetch_sub(1, AcqRel) == 1 {
            done.send(()).expect("somebody waits");
        }
    }
    each(JOBS, || {
        let (done, wait) = mpsc::channel();
        LEFT.store(JOBS, Release);
        let start = Instant::now();
        halves(pool, 0..JOBS, done);
        wait.recv().expect("the last part says so");
        Ok(start.elapsed())
    })
}

/// Jobs spawned into a scope of rayon's, by one of its workers.
pub fn task_rayon() -> Outcome<Vec<f64>> {
    let pool = pools::rayon(Workers::available());
    each(JOBS, || {
        Ok(pool.install(|| {
            let start = Instant::now();
            rayon::scope(|scope| (0..JOBS).for_each(|_| scope.spawn(|_| ())));
            start.elapsed()
        }))
    })
}

/// A thousand numbers: too few to share out.
fn tiny() -> Vec<f64> {
    (0..1000).map(f64::from).collect()
}

/// The sum of their squares, on one core.
pub fn tiny_serial() -> Outcome<Vec<f64>> {
    let numbers = tiny();
    Ok(repeat(|| black_box(&numbers).iter().map(|x| x * x).sum::<f64>()))
}

/// The same with a parallel iterator, called from outside the pool as a program does.
pub fn tiny_rayon() -> Outcome<Vec<f64>> {
    let (numbers, pool) = (tiny(), pools::rayon(Workers::available()));
    Ok(repeat(|| pool.install(|| black_box(&numbers).par_iter().map(|x| x * x).sum::<f64>())))
}

/// How many times as long that takes.
pub fn tiny_loss() -> Outcome<Vec<f64>> {
    let (numbers, pool) = (tiny(), pools::rayon(Workers::available()));
    Ok(in_turns(
        || pool.install(|| black_box(&numbers).par_iter().map(|x| x * x).sum::<f64>()),
        || black_box(&numbers).iter().map(|x| x * x).sum::<f64>(),
    ))
}

/// How many times as long a hundred thousand answers take through a channel as each to its own place.
pub fn collect_as_they_come() -> Outcome<Vec<f64>> {
    let items: Vec<_> = (0..100_000_u32).collect();
    let (pool, job) = (pools::rayon(Workers::available()), |&item: &u32| item.wrapping_mul(7));
    Ok(in_turns(
        || pool.install(|| as_they_come::run(black_box(&items), job)),
        || pool.install(|| in_order::run(black_box(&items), job)),
    ))
}

/// How many times as long a loop in a loop takes when the inner ones run in a pool of their own.
pub fn nested_two_pools() -> Outcome<Vec<f64>> {
    let rows = vec![vec![0.5; 100]; 1000];
    let cost = |x: f64| (0..20).fold(x, |y, _| y * y + 0.25).to_bits() & 1;
    let workers = Workers::available();
    let inner = rayon::ThreadPoolBuilder::new().num_threads(workers.get()).build();
    let (pool, inner) = (pools::rayon(workers), inner.map_err(|error| Unavailable::new(error.to_string()))?);
    let two = || {
        let row = |row: &Vec<f64>| inner.install(|| row.par_iter().map(|&x| cost(x)).sum::<u64>());
        pool.install(|| black_box(&rows).par_iter().map(row).collect::<Vec<_>>())
    };
    Ok(in_turns(two, || pool.install(|| nested::run(black_box(&rows), cost))))
}

/// Of eight sums of the same million numbers, by pools of two to nine workers, how many differ from that of one worker,
/// in per cent. It is a count, made again and again because who steals what may change it.
pub fn other_sums() -> Outcome<Vec<f64>> {
    let numbers: Vec<_> = (1..=1_000_000).map(|i| 1.0 / f64::from(i)).collect();
    let by = |workers| pools::rayon(Workers::new(workers).expect("at least one")).install(|| sum::run(&numbers));
    let alone = by(1).to_bits();
    let share = || (2..=9).filter(|&workers| by(workers).to_bits() != alone).count() as f64 / 8.0 * 100.0;
    Ok((0..SAMPLES).map(|_| share()).collect())
}
