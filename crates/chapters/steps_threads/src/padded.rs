//! A counter for each thread, each on a cache line of its own.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};
use variant::Workers;

#[derive(Default)]
#[repr(align(128))]
struct Counter(AtomicU64);

/// Counts to `n` in each of `workers` threads; returns the sum.
pub fn run(workers: Workers, n: u64) -> u64 {
    let counters: Vec<Counter> = (0..workers.get()).map(|_| Counter::default()).collect();
    thread::scope(|scope| {
        for counter in &counters {
            scope.spawn(move || {
                for _ in 0..n {
                    counter.0.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    counters.iter().map(|counter| counter.0.load(Ordering::Relaxed)).sum()
}
