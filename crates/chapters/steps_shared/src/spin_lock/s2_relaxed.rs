//! Looks and takes in one step.

use crate::sync::{AtomicBool, Ordering::Relaxed, spin_loop};

/// A lock for one thread at a time.
#[derive(Default)]
pub struct SpinLock {
    taken: AtomicBool,
}

impl SpinLock {
    /// Waits until the lock is free, and takes it.
    pub fn lock(&self) {
        while self.taken.swap(true, Relaxed) {
            spin_loop();
        }
    }

    /// Gives it back.
    pub fn unlock(&self) {
        self.taken.store(false, Relaxed);
    }
}
