//! A histogram that all workers count in, and wait for.
//!
//! [`count_all`] works, and no value gets lost, for there is a lock around the counters. But each worker takes it for
//! every single value, so only one of them counts at a time, and the others wait. A lock that many want at the same
//! time is *contended*.
//!
//! Remove the contention and keep the answer: each worker counts in counters of its own, which nobody else touches,
//! and these are added up when it is done. `fresh` makes such counters; lend it to the threads as `all` is lent to
//! them, `let fresh = &fresh;`. For that,
//!
//! - write [`Histogram::merge`], which adds the counts of another histogram of the same shape;
//! - change [`count_all`].
//!
//! For example, `count_all(&[0.5, 2.5, 9.0], 2, || Histogram::new(0.0, 3.0, 3))` has the bins `[1, 0, 1]` and 1 value
//! outside, as it has now.
//!
//! The check gives you counters of its own, which see who counts in them, and when: every value once, `workers`
//! threads at the same time with shares of about the same size, no counters in which two threads count, and no more
//! than a few for each worker. It pauses a worker at each lock or atomic, to expose races. About 20 minutes. `cargo
//! lab check contended_histogram --speed` then says how fast yours is beside the reference.

use std::sync::Mutex;
use std::thread;

/// Something to count values in.
pub trait Counts: Send {
    /// Counts one value.
    fn count(&mut self, value: f64);

    /// Adds what was counted in `other`, which is of the same shape.
    fn merge(&mut self, other: Self);
}

/// Counts in bins of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    from: f64,
    width: f64,
    /// How many values fell into each bin.
    pub bins: Vec<u64>,
    /// How many values fell into no bin.
    pub outside: u64,
}

impl Histogram {
    /// `bins` empty bins between `from` (inside) and `to` (outside).
    pub fn new(from: f64, to: f64, bins: usize) -> Self {
        Self { from, width: (to - from) / bins as f64, bins: vec![0; bins], outside: 0 }
    }
}

impl Counts for Histogram {
    fn count(&mut self, value: f64) {
        let bin = ((value - self.from) / self.width).floor();
        // What is not a number is not in any bin either: no comparison with it holds.
        if bin >= 0.0 && bin < self.bins.len() as f64 {
            self.bins[bin as usize] += 1;
        } else {
            self.outside += 1;
        }
    }

    fn merge(&mut self, other: Self) {
        todo!("add {} bins, and the values outside, to mine", other.bins.len())
    }
}

/// Counts all `values` with `workers` threads (at least 1) in counters that `fresh` makes, empty ones each time.
pub fn count_all<C: Counts>(values: &[f64], workers: usize, fresh: impl Fn() -> C + Sync) -> C {
    let all = Mutex::new(fresh());
    thread::scope(|scope| {
        for share in values.chunks(values.len().div_ceil(workers).max(1)) {
            let all = &all;
            scope.spawn(move || {
                for &value in share {
                    all.lock().unwrap().count(value);
                }
            });
        }
    });
    all.into_inner().unwrap()
}
