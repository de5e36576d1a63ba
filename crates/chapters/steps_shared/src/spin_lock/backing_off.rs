//! Looks before it takes, and looks less and less often.

use crate::sync::{AtomicBool, Ordering, spin_loop};

/// A lock for one thread at a time.
#[derive(Default)]
pub struct SpinLock {
    taken: AtomicBool,
}

impl SpinLock {
    /// Waits until the lock is free, and takes it.
    pub fn lock(&self) {
        let mut pause = 1;
        while self.taken.swap(true, Ordering::Acquire) {
            while self.taken.load(Ordering::Relaxed) {
                (0..pause).for_each(|_| spin_loop());
                pause = (2 * pause).min(64);
            }
        }
    }

    /// Gives it back.
    pub fn unlock(&self) {
        self.taken.store(false, Ordering::Release);
    }
}
