//! Serves those who wait in the order in which they came.

use crate::sync::{AtomicU64, Ordering, spin_loop};

/// A lock for one thread at a time.
#[derive(Default)]
pub struct SpinLock {
    next: AtomicU64,
    serving: AtomicU64,
}

impl SpinLock {
    /// Draws a number, and waits until it is called.
    pub fn lock(&self) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        while self.serving.load(Ordering::Acquire) != number {
            spin_loop();
        }
    }

    /// Calls the next number.
    pub fn unlock(&self) {
        self.serving.fetch_add(1, Ordering::Release);
    }
}
