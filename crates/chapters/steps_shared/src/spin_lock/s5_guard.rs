//! Owns the value that it protects, and hands out a guard.

use crate::sync::{AtomicBool, Ordering, spin_loop};
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

/// A value for one thread at a time.
#[derive(Default)]
pub struct SpinLock<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: threads use the value in turns, each as if it had been sent there.
unsafe impl<T: Send> Sync for SpinLock<T> {}

/// The right to use the value, until it is dropped.
pub struct Guard<'a, T> {
    lock: &'a SpinLock<T>,
}

// SAFETY: threads that share a guard share the value.
unsafe impl<T: Sync> Sync for Guard<'_, T> {}

impl<T> SpinLock<T> {
    /// Waits until the lock is free, and takes it.
    pub fn lock(&self) -> Guard<'_, T> {
        while self.taken.swap(true, Ordering::Acquire) {
            spin_loop();
        }
        Guard { lock: self }
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: who has the guard holds the lock.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the guard itself is borrowed exclusively.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.lock.taken.store(false, Ordering::Release);
    }
}
