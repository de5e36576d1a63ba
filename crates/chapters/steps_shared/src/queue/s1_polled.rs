//! A queue behind a lock. Who finds it empty has to come again.

use crate::sync::Mutex;
use std::collections::VecDeque;

/// First in, first out.
pub struct Queue<T> {
    items: Mutex<VecDeque<T>>,
}

impl<T> Queue<T> {
    /// Empty at first.
    pub fn new() -> Self {
        Self { items: Mutex::new(VecDeque::new()) }
    }

    /// Puts an item at the end.
    pub fn push(&self, item: T) {
        self.items.lock().unwrap().push_back(item);
    }

    /// The first item, if there is one now.
    pub fn pop(&self) -> Option<T> {
        self.items.lock().unwrap().pop_front()
    }
}
