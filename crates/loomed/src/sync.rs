//! What stands in for the learner's `sync`: loom's own, and what loom lacks of the standard library's.

pub use crate::{mpsc, thread};
pub use loom::sync::WaitTimeoutResult;
pub use loom::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard, atomic};
pub use loom::thread::yield_now;
pub use std::sync::{Arc, LockResult};
use std::time::Duration;

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
    /// With the guard, when a thread has panicked with the lock in its hands.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.0.wait(guard)
    }

    /// Waits again and again, until `condition` is false.
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
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
        limit: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        self.0.wait_timeout(guard, limit)
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
