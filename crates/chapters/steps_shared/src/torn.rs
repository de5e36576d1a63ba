//! Two numbers that belong together, each of them atomic.

use crate::sync::{AtomicU64, Ordering::SeqCst};

/// How many measurements there were, and their sum.
#[derive(Default)]
pub struct Tally {
    count: AtomicU64,
    sum: AtomicU64,
}

impl Tally {
    /// One more measurement.
    pub fn record(&self, value: u64) {
        self.count.fetch_add(1, SeqCst);
        self.sum.fetch_add(value, SeqCst);
    }

    /// Count and sum.
    pub fn read(&self) -> (u64, u64) {
        (self.count.load(SeqCst), self.sum.load(SeqCst))
    }
}
