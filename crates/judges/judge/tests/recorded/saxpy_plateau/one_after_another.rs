//! Each thread is joined before the next one starts.

use std::{
    ops::{Add, Mul},
    thread,
};

/// What a machine can do at most.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Cores, at least 1. A thread beyond them adds nothing.
    pub cores: usize,
    /// Floating-point operations a second of one core; with `t` cores, `t` times that.
    pub peak: f64,
    /// Bytes a second that one core can move, however many others there are.
    pub core_bandwidth: f64,
    /// Bytes a second that the memory can move for all cores together; no less than for one.
    pub memory_bandwidth: f64,
}

/// What one element of a loop takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Floating-point operations, counting a multiply-add as two. May be 0: a copy.
    pub operations: f64,
    /// Bytes read from memory and written to it. May be 0, but not both.
    pub bytes: f64,
}

/// What one element of saxpy takes when each number has so many bytes: 4 for `f32`, 8 for `f64`. Bytes are counted as STREAM counts
/// them: a number that is read counts once, and one that is written counts once.
pub fn saxpy_work(number: usize) -> Work {
    // x and y are read, y is written; one multiplication, one addition.
    Work { operations: 2.0, bytes: 3.0 * number as f64 }
}

/// Elements a second that `machine` can do at most with so many threads (at least 1), each on a core of its own as long as
/// there are any. Whichever limit is reached first decides.
pub fn rate(machine: &Machine, work: &Work, threads: usize) -> f64 {
    let threads = threads.min(machine.cores) as f64;
    // A loop without arithmetic, or without bytes, has only the other limit: x / 0 is infinite here.
    let arithmetic = threads * machine.peak / work.operations;
    let memory = (threads * machine.core_bandwidth).min(machine.memory_bandwidth) / work.bytes;
    arithmetic.min(memory)
}

/// The smallest number of threads with which `machine` reaches the best rate that any number of threads has.
pub fn plateau(machine: &Machine, work: &Work) -> usize {
    let best = rate(machine, work, machine.cores);
    (1..=machine.cores).find(|&threads| rate(machine, work, threads) >= best).expect("all cores reach it")
}

/// How many times as fast as one thread the best number of threads is, at most.
pub fn best_speedup(machine: &Machine, work: &Work) -> f64 {
    rate(machine, work, machine.cores) / rate(machine, work, 1)
}

/// Replaces every `y` by `a * x + y`, on `workers` threads (at least 1) at the same time; on fewer where there are fewer elements.
///
/// # Panics
/// When `x` and `y` have different lengths.
pub fn saxpy<T: Copy + Send + Sync + Mul<Output = T> + Add<Output = T>>(a: T, x: &[T], y: &mut [T], workers: usize) {
    assert_eq!(x.len(), y.len(), "each x belongs to a y");
    let (n, workers) = (x.len(), workers.min(x.len()));
    let (mut x, mut y) = (x, y);
    thread::scope(|scope| {
        for worker in 0..workers {
            let wedge = n / workers + usize::from(worker < n % workers);
            let (xs, ys);
            (xs, x) = x.split_at(wedge);
            (ys, y) = y.split_at_mut(wedge);
            let band = scope.spawn(move || {
                for (x, y) in xs.iter().zip(ys) {
                    *y = a * *x + *y;
                }
            });
            band.join().expect("arithmetic does not panic");
        }
    });
}
