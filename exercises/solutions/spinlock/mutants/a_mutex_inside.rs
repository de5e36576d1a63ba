//! No spin lock at all: a Mutex in other clothes.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a lock is made of.
pub mod sync {}

/// Locks as std does.
pub struct SpinLock<T>(Mutex<T>);

/// std's guard.
pub struct Guard<'a, T>(MutexGuard<'a, T>);

impl<T> SpinLock<T> {
    /// A lock.
    pub fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Waits as std does.
    pub fn lock(&self) -> Guard<'_, T> {
        Guard(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Poisoned or not.
    pub fn try_lock(&self) -> Option<Guard<'_, T>> {
        match self.0.try_lock() {
            Ok(guard) => Some(Guard(guard)),
            Err(std::sync::TryLockError::Poisoned(guard)) => Some(Guard(guard.into_inner())),
            Err(_) => None,
        }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
