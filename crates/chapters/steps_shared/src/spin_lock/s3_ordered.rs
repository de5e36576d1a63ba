//! Looks and takes in one step, and hands on what was written.

use crate::sync::{AtomicBool, Ordering, spin_loop};

/// A lock for one thread at a time.
#[derive(Default)]
pub struct SpinLock {
    taken: AtomicBool,
}

impl SpinLock {
    /// Waits until the lock is free, and takes it.
    pub fn lock(&self) {
        while self.taken.swap(true, Ordering::Acquire) {
            spin_loop();
        }
    }

    /// Gives it back.
    pub fn unlock(&self) {
        self.taken.store(false, Ordering::Release);
    }
}
