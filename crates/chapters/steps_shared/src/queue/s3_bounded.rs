//! A queue behind a lock. Who finds it empty, or full, sleeps.

use crate::sync::{Condvar, Mutex};
use std::collections::VecDeque;

/// First in, first out.
pub struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    filled: Condvar,
    capacity: usize,
    emptied: Condvar,
}

impl<T> Queue<T> {
    /// Empty at first. Never holds more than `capacity` items, ≥ 1.
    pub fn new(capacity: usize) -> Self {
        let items = Mutex::new(VecDeque::new());
        let (filled, emptied) = (Condvar::new(), Condvar::new());
        Self { items, filled, capacity, emptied }
    }

    /// Puts an item at the end; waits until there is room.
    pub fn push(&self, item: T) {
        let mut items = self.items.lock().unwrap();
        while items.len() == self.capacity {
            items = self.emptied.wait(items).unwrap();
        }
        items.push_back(item);
        self.filled.notify_one();
    }

    /// The first item; waits until there is one.
    pub fn pop(&self) -> T {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() {
            items = self.filled.wait(items).unwrap();
        }
        self.emptied.notify_one();
        items.pop_front().unwrap()
    }
}
