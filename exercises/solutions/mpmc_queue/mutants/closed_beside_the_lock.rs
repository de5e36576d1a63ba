//! `closed` is an atomic beside the lock. Its notice may come between a waiter's look and its sleep, and wakes nobody.

/// What threads share and wait with.
pub mod sync {
    pub use std::sync::atomic;
    pub use std::sync::{Condvar, Mutex, MutexGuard};
}

use crate::sync::atomic::{AtomicBool, Ordering::SeqCst};
use crate::sync::{Condvar, Mutex};
use std::collections::VecDeque;

/// Right with real threads, on every day but one.
pub struct Queue<T> {
    capacity: usize,
    items: Mutex<VecDeque<T>>,
    closed: AtomicBool,
    filled: Condvar,
    emptied: Condvar,
}

impl<T> Queue<T> {
    /// Open and empty.
    pub fn new(capacity: usize) -> Self {
        let items = Mutex::new(VecDeque::new());
        let closed = AtomicBool::new(false);
        Self { capacity, items, closed, filled: Condvar::new(), emptied: Condvar::new() }
    }

    /// Waits in a while.
    pub fn push(&self, item: T) -> Result<(), T> {
        let mut items = self.items.lock().unwrap();
        while items.len() >= self.capacity && !self.closed.load(SeqCst) {
            items = self.emptied.wait(items).unwrap();
        }
        if self.closed.load(SeqCst) {
            return Err(item);
        }
        items.push_back(item);
        self.filled.notify_one();
        Ok(())
    }

    /// Waits in a while.
    pub fn pop(&self) -> Option<T> {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() && !self.closed.load(SeqCst) {
            items = self.filled.wait(items).unwrap();
        }
        let item = items.pop_front();
        self.emptied.notify_one();
        item
    }

    /// Without the lock.
    pub fn close(&self) {
        self.closed.store(true, SeqCst);
        self.filled.notify_all();
        self.emptied.notify_all();
    }
}
