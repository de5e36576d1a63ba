//! A ticket lock whose failed attempts give their number back, by subtracting 1: meanwhile somebody else has taken the next one,
//! which then stands twice.
//!
//! caught by: loom_runs_attempts_beside_two_holds

/// What a lock is made of.
pub mod sync {
    pub use std::hint::spin_loop;
    pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};
}

use crate::sync::{AtomicU32, Ordering, spin_loop};
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

/// Numbers given out, and the one that is served.
pub struct SpinLock<T> {
    next: AtomicU32,
    served: AtomicU32,
    value: UnsafeCell<T>,
}

// SAFETY: one number is served at a time.
unsafe impl<T: Send> Sync for SpinLock<T> {}

/// The number that is served, with the value.
pub struct Guard<'a, T> {
    served: &'a AtomicU32,
    number: u32,
    value: &'a mut T,
}

impl<T> SpinLock<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self { next: AtomicU32::new(0), served: AtomicU32::new(0), value: UnsafeCell::new(value) }
    }

    /// In order of arrival.
    pub fn lock(&self) -> Guard<'_, T> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        while self.served.load(Ordering::Acquire) != number {
            spin_loop();
        }
        self.guard(number)
    }

    /// Takes a number, and gives it back if it isn't served at once.
    pub fn try_lock(&self) -> Option<Guard<'_, T>> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if self.served.load(Ordering::Acquire) == number {
            return Some(self.guard(number));
        }
        self.next.fetch_sub(1, Ordering::Relaxed);
        None
    }

    fn guard(&self, number: u32) -> Guard<'_, T> {
        // SAFETY: only the number that is served comes here.
        Guard { served: &self.served, number, value: unsafe { &mut *self.value.get() } }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.served.store(self.number.wrapping_add(1), Ordering::Release);
    }
}
