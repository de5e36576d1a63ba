//! Looks whether the lock is free, then takes it: between the two another thread can look, too.

/// What a lock is made of. The check compiles this file twice: as it stands, and with loom's of the same names.
pub mod sync {
    pub use std::hint::spin_loop;
    pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};
}

use crate::sync::{AtomicBool, Ordering, spin_loop};
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

/// A value that one thread at a time may use.
pub struct SpinLock<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: only the holder reaches the value, and there is one at a time. So threads take turns with it, which is what
// `Send` allows; it needn't be `Sync`, since no two look at the same moment.
unsafe impl<T: Send> Sync for SpinLock<T> {}

/// The right to use the value, until it is dropped.
pub struct Guard<'a, T> {
    lock: &'a SpinLock<T>,
}

// SAFETY: several threads that share a guard all get `&T` from it, at the same time: that is what `Sync` allows.
unsafe impl<T: Sync> Sync for Guard<'_, T> {}

impl<T> SpinLock<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self { taken: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Waits until nobody holds the lock, and takes it.
    pub fn lock(&self) -> Guard<'_, T> {
        loop {
            if let Some(guard) = self.try_lock() {
                return guard;
            }
            // Reading leaves the cache line where it is. A swap would take it away from the holder at every turn.
            while self.taken.load(Ordering::Relaxed) {
                spin_loop();
            }
        }
    }

    /// Takes the lock if nobody holds it, without waiting.
    pub fn try_lock(&self) -> Option<Guard<'_, T>> {
        // Acquire: what the last holder did before it gave the lock back is done for us.
        let was_taken = self.taken.load(Ordering::Acquire);
        self.taken.store(true, Ordering::Release);
        if was_taken { None } else { Some(Guard { lock: self }) }
    }

    /// The value, once nobody can lock it any more.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: whoever has the guard holds the lock, and the borrow of the guard ends before the guard does.
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
        // Release: what we did with the value is done before anybody sees the lock free.
        self.lock.taken.store(false, Ordering::Release);
    }
}
