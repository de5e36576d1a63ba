//! Owns the value that it protects.

use crate::sync::{AtomicBool, Ordering, spin_loop};
use std::cell::UnsafeCell;

/// A value for one thread at a time.
#[derive(Default)]
pub struct SpinLock<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: threads use the value in turns, each as if it had been sent there.
unsafe impl<T: Send> Sync for SpinLock<T> {}

impl<T> SpinLock<T> {
    /// Waits until the lock is free, and takes it.
    #[expect(clippy::mut_from_ref, reason = "the flag sees to it that there is one at a time")]
    pub fn lock(&self) -> &mut T {
        while self.taken.swap(true, Ordering::Acquire) {
            spin_loop();
        }
        // SAFETY: nobody else gets here before this thread calls `unlock`.
        unsafe { &mut *self.value.get() }
    }

    /// Gives it back.
    ///
    /// # Safety
    /// The caller holds the lock, and no longer uses what `lock` returned.
    pub unsafe fn unlock(&self) {
        self.taken.store(false, Ordering::Release);
    }
}
