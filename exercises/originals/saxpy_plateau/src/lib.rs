//! Predict where more threads stop helping, then measure it.
//!
//! `y = a·x + y`, for every element of two long arrays, is called *saxpy* in BLAS. It does so little for each byte that
//! memory, not arithmetic, decides how fast it is. You write four functions:
//!
//! 1. [`saxpy_work`] counts what one element takes;
//! 2. [`rate`] says how many elements a second a machine can do at most, with a given number of threads;
//! 3. [`plateau`] says from how many threads on no more are worth starting, and [`best_speedup`] what they gain;
//! 4. [`saxpy`] does it, on several threads at the same time.
//!
//! The check asks for predictions for machines that it describes, with odd ones among them: one core, one that can fill
//! the whole bandwidth alone, loops that move nothing or compute nothing. Then it proves that `saxpy` is right for any
//! length and number of workers, and that the workers were at work at the same time. Afterwards, try your prediction on
//! your own machine: `cargo lab check saxpy_plateau --speed` runs it on all its cores and says what they gained. About
//! 35 minutes.

use std::ops::{Add, Mul};

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

/// What one element of saxpy takes with numbers of `number` bytes: 4 for `f32`, 8 for `f64`. Bytes are counted as
/// STREAM counts them: a number that is read counts once, and one that is written counts once.
pub fn saxpy_work(number: usize) -> Work {
    todo!("count what is read, written and computed with numbers of {number} bytes")
}

/// Elements a second that `machine` can do at most with `threads` threads (at least 1), each on a core of its own as
/// long as there are any. Whichever limit is reached first decides.
pub fn rate(machine: &Machine, work: &Work, threads: usize) -> f64 {
    todo!("find what limits {work:?} on {machine:?} with {threads} threads")
}

/// The smallest number of threads with which `machine` reaches the best rate that any number of threads has.
pub fn plateau(machine: &Machine, work: &Work) -> usize {
    todo!("find from how many threads on {work:?} gets no faster on {machine:?}")
}

/// How many times as fast as one thread the best number of threads is, at most.
pub fn best_speedup(machine: &Machine, work: &Work) -> f64 {
    todo!("say what the threads gain for {work:?} on {machine:?}")
}

/// Replaces every `y` by `a * x + y`, on `workers` threads (at least 1) at the same time, each with about as many
/// elements as the others. Where there are fewer elements than workers, there is one thread for each element. The
/// thread that multiplies also adds.
///
/// # Panics
/// When `x` and `y` have different lengths.
pub fn saxpy<T: Copy + Send + Sync + Mul<Output = T> + Add<Output = T>>(a: T, x: &[T], y: &mut [T], workers: usize) {
    let _ = a;
    todo!("share {} elements of x and {} of y between {workers} workers", x.len(), y.len())
}
