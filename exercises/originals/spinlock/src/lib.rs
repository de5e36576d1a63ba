//! Build a spin lock that owns what it protects, as `Mutex` does.
//!
//! [`SpinLock::lock`] waits until the lock is free, takes it, and returns a [`Guard`]. The guard gives access to the
//! value and, when it is dropped, gives the lock back:
//!
//! ```text
//! let lock = SpinLock::new(41);
//! *lock.lock() += 1;        // taken, used, given back
//! let held = lock.lock();
//! assert!(lock.try_lock().is_none());    // taken
//! drop(held);
//! assert_eq!(*lock.try_lock().unwrap(), 42);
//! ```
//!
//! You write five bodies and mend two promises. The promises are the lines `unsafe impl … Sync`: as they stand they
//! promise too much. For which `T` may several threads share the lock? And for which may they share a *guard*?
//! `T: Send` says that a value may go from one thread to another; `T: Sync`, that several threads may have a `&T` at
//! the same time. Which of the two does your lock do with its value? And what do several threads get from one guard,
//! which derefs to `&T`?
//!
//! Take atomics and `spin_loop` from [`sync`], and call `spin_loop` whenever you wait: loom plays your lock with
//! them, in every order of steps with a few interruptions, and lets every load see every value that your orderings
//! allow. What works on your machine by luck fails there. About 40 minutes.
//!
//! You will need: `compare_exchange` or `swap`, `store`, `Ordering::Acquire` and `Ordering::Release`. [`UnsafeCell`] is
//! the only type whose content may change behind a `&`; its `get` returns a `*mut T`, and `unsafe { &mut *pointer }`
//! makes a reference of that, which is sound only while nobody else has one.

/// What a lock is made of. The check compiles this file twice: as it stands, and with loom's of the same names.
pub mod sync {
    pub use std::hint::spin_loop;
    pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};
}

use crate::sync::AtomicBool;
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

/// A value that one thread at a time may use.
pub struct SpinLock<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: say here why this holds, and for which `T` it does.
unsafe impl<T> Sync for SpinLock<T> {}

/// The right to use the value, until it is dropped.
pub struct Guard<'a, T> {
    lock: &'a SpinLock<T>,
}

// SAFETY: say here why this holds, and for which `T` it does.
unsafe impl<T> Sync for Guard<'_, T> {}

impl<T> SpinLock<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self { taken: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Waits until nobody holds the lock, and takes it.
    pub fn lock(&self) -> Guard<'_, T> {
        todo!("take the lock (is it taken? {:?}), then return a guard", self.taken)
    }

    /// Takes the lock if nobody holds it, without waiting.
    pub fn try_lock(&self) -> Option<Guard<'_, T>> {
        todo!("take the lock if that is possible now (is it taken? {:?})", self.taken)
    }

    /// The value, once nobody can lock it any more.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        todo!("the value at {:?}, shared", self.lock.value.get())
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        todo!("the value at {:?}, exclusive", self.lock.value.get())
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        todo!("give the lock back (is it taken? {:?})", self.lock.taken)
    }
}
