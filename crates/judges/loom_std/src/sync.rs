//! What stands in for the learner's `sync`: loom's own, and what loom lacks of the standard library's.
//!
//! Whatever the library's types can do, these can, so that an answer that compiles beside `std` compiles here;
//! `tests/same_use.rs` uses all of it in both. Three things loom can't play: a `static` (it numbers what it watches as
//! it is made, so nothing here is `const`), `as_ptr` and `from_ptr` of an atomic, and `RwLockWriteGuard::downgrade`.

pub mod mpsc;

pub use crate::{atomic, thread};
pub use loom::thread::yield_now;
use std::cell::Cell;
use std::fmt::{self, Debug, Display, Formatter};
use std::ops::{Deref, DerefMut};
pub use std::sync::{Arc, LockResult, PoisonError, TryLockError, TryLockResult, Weak};
use std::time::Duration;

/// Has the right to use what a lock protects printed as the library's is.
macro_rules! print {
    ($name:ident) => {
        impl<T: ?Sized + Debug> Debug for $name<'_, T> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: ?Sized + Display> Display for $name<'_, T> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

/// Declares the right to use what a [`RwLock`] protects: loom's.
macro_rules! guard {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name<'a, T: ?Sized>(loom::sync::$name<'a, T>);

        impl<T: ?Sized> Deref for $name<'_, T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        print!($name);
    };
}

/// loom's: what a [`Mutex`] protects.
pub struct MutexGuard<'a, T: ?Sized> {
    guard: loom::sync::MutexGuard<'a, T>,
    lock: &'a loom::sync::Mutex<T>,
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

print!(MutexGuard);

guard!(
    /// loom's: what a [`RwLock`] protects, shared.
    RwLockReadGuard
);
guard!(
    /// loom's: what a [`RwLock`] protects, exclusive.
    RwLockWriteGuard
);

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The guard as ours.
fn ours<G, H>(guard: LockResult<G>, wrap: impl FnOnce(G) -> H) -> LockResult<H> {
    match guard {
        Ok(guard) => Ok(wrap(guard)),
        Err(poisoned) => Err(PoisonError::new(wrap(poisoned.into_inner()))),
    }
}

/// The guard as ours, if there is one.
fn ours_if_any<G, H>(guard: TryLockResult<G>, wrap: impl FnOnce(G) -> H) -> TryLockResult<H> {
    match guard {
        Ok(guard) => Ok(wrap(guard)),
        Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
        Err(TryLockError::Poisoned(poisoned)) => Err(PoisonError::new(wrap(poisoned.into_inner())).into()),
    }
}

/// Declares a lock around loom's: what both kinds can do, besides being taken.
macro_rules! lock {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// It is never poisoned: a panic with the lock in hand ends the model, and is told.
        pub struct $name<T: ?Sized>(loom::sync::$name<T>);

        impl<T> $name<T> {
            /// Nobody has it.
            pub fn new(value: T) -> Self {
                Self(loom::sync::$name::new(value))
            }

            /// The value, once nobody can lock it any more.
            ///
            /// # Errors
            /// Never: see above.
            pub fn into_inner(self) -> LockResult<T> {
                self.0.into_inner()
            }

        }

        impl<T: ?Sized> $name<T> {
            /// The value, which nobody else can be using.
            ///
            /// # Errors
            /// Never: see above.
            pub fn get_mut(&mut self) -> LockResult<&mut T> {
                self.0.get_mut()
            }

            /// Never: see above.
            pub fn is_poisoned(&self) -> bool {
                false
            }

            /// There is nothing to clear: see above.
            pub fn clear_poison(&self) {}
        }

        impl<T: Default> Default for $name<T> {
            fn default() -> Self {
                Self::new(T::default())
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self::new(value)
            }
        }

        impl<T: ?Sized> Debug for $name<T> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                // Without a look at the value: that would be a step that the answer doesn't take.
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

lock!(
    /// loom's.
    Mutex
);
lock!(
    /// loom's.
    RwLock
);

impl<T: ?Sized> Mutex<T> {
    /// Waits for the lock.
    ///
    /// # Errors
    /// Never: see above.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        ours(self.0.lock(), |guard| MutexGuard { guard, lock: &self.0 })
    }

    /// Takes the lock if nobody has it.
    ///
    /// # Errors
    /// When somebody has it.
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        ours_if_any(self.0.try_lock(), |guard| MutexGuard { guard, lock: &self.0 })
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Waits until nobody writes.
    ///
    /// # Errors
    /// Never: see above.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        ours(self.0.read(), RwLockReadGuard)
    }

    /// Reads if nobody writes.
    ///
    /// # Errors
    /// When somebody does.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        ours_if_any(self.0.try_read(), RwLockReadGuard)
    }

    /// Waits until nobody reads or writes.
    ///
    /// # Errors
    /// Never: see above.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        ours(self.0.write(), RwLockWriteGuard)
    }

    /// Writes if nobody reads or writes.
    ///
    /// # Errors
    /// When somebody does.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        ours_if_any(self.0.try_write(), RwLockWriteGuard)
    }
}

thread_local! {
    /// How many of the next waits end at once.
    static NOTHING: Cell<u32> = const { Cell::new(0) };
}

/// From now on, the next `times` waits on a [`Condvar`] end without a call of `notify`, as the library allows, having
/// let go of the lock for a moment. loom's own never do.
pub fn wake_for_nothing(times: u32) {
    NOTHING.set(times);
}

fn wakes_for_nothing() -> bool {
    let left = NOTHING.get();
    NOTHING.set(left.saturating_sub(1));
    left > 0
}

/// Whether a wait was ended by its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Never, under loom.
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

/// loom's, with `wait_while`.
#[derive(Debug, Default)]
pub struct Condvar(loom::sync::Condvar);

impl Condvar {
    /// Nobody sleeps on it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the lock back and sleeps, in one step; takes the lock again when woken.
    ///
    /// # Errors
    /// Never: see [`Mutex`].
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let MutexGuard { guard, lock } = guard;
        let guard = if wakes_for_nothing() {
            drop(guard);
            lock.lock()
        } else {
            self.0.wait(guard)
        };
        ours(guard, |guard| MutexGuard { guard, lock })
    }

    /// Waits again and again, until `condition` is false.
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>> {
        while condition(&mut guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// Waits until it is woken. Under loom no time passes, so the limit never ends the wait.
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        _: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        ours(self.wait(guard), |guard| (guard, WaitTimeoutResult(false)))
    }

    /// Waits again and again, until `condition` is false. As above, the limit never ends the wait.
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut guard: MutexGuard<'a, T>,
        limit: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        while condition(&mut guard) {
            guard = self.wait_timeout(guard, limit)?.0;
        }
        Ok((guard, WaitTimeoutResult(false)))
    }

    /// Wakes one of those who sleep.
    #[track_caller]
    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    /// Wakes all who sleep.
    #[track_caller]
    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}
