//! Two numbers that belong together, behind one lock.

use crate::sync::Mutex;

/// How many measurements there were, and their sum.
#[derive(Default)]
pub struct Tally {
    both: Mutex<(u64, u64)>,
}

impl Tally {
    /// One more measurement.
    pub fn record(&self, value: u64) {
        let mut both = self.both.lock().unwrap();
        both.0 += 1;
        both.1 += value;
    }

    /// Count and sum.
    pub fn read(&self) -> (u64, u64) {
        *self.both.lock().unwrap()
    }
}
