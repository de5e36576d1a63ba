//! Takes bites from a queue whose place is loaded, then stored: two workers may take the same bite.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc;
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
    /// How many fell into none.
    pub outside: u64,
}

impl Histogram {
    /// Empty bins, so many between `from` (inside) and `to` (outside).
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
        for (mine, other) in self.bins.iter_mut().zip(other.bins) {
            *mine += other;
        }
        self.outside += other.outside;
    }
}

/// Counts all `values` with `workers` threads (at least 1) in counters that `fresh` makes, empty ones each time.
pub fn count_all<C: Counts>(values: &[f64], workers: usize, fresh: impl Fn() -> C + Sync) -> C {
    let fresh = &fresh;
    let next = AtomicUsize::new(0);
    let bite = (values.len() / (8 * workers)).clamp(1, 1024);
    let (sender, receiver) = mpsc::channel();
    let mut sum = fresh();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || {
                let mut mine = fresh();
                loop {
                    let begin = next.load(Relaxed);
                    next.store(begin + bite, Relaxed);
                    let Some(rest) = values.get(begin..) else { break };
                    rest.iter().take(bite).for_each(|&value| mine.count(value));
                }
                sender.send(mine).unwrap();
            });
        }
        drop(sender);
        receiver.into_iter().for_each(|theirs| sum.merge(theirs));
    });
    sum
}
