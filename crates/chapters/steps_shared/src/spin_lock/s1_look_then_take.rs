//! Looks whether the lock is free, then takes it.

use crate::sync::{AtomicBool, Ordering::Relaxed, spin_loop};

/// A lock for one thread at a time.
#[derive(Default)]
pub struct SpinLock {
    taken: AtomicBool,
}

impl SpinLock {
    /// Waits until the lock is free, and takes it.
    pub fn lock(&self) {
        while self.taken.load(Relaxed) {
            spin_loop();
        }
        self.taken.store(true, Relaxed);
    }

    /// Gives it back.
    pub fn unlock(&self) {
        self.taken.store(false, Relaxed);
    }
}
