//! A queue behind a lock. Who finds it empty sleeps until it isn't.

use crate::sync::{Condvar, Mutex};
use std::collections::VecDeque;

/// First in, first out.
pub struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    filled: Condvar,
}

impl<T> Queue<T> {
    /// Empty at first.
    pub fn new() -> Self {
        let items = Mutex::new(VecDeque::new());
        Self { items, filled: Condvar::new() }
    }

    /// Puts an item at the end.
    pub fn push(&self, item: T) {
        self.items.lock().unwrap().push_back(item);
        self.filled.notify_one();
    }

    /// The first item; waits until there is one.
    pub fn pop(&self) -> T {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() {
            items = self.filled.wait(items).unwrap();
        }
        items.pop_front().unwrap()
    }
}
