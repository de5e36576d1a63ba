//! A push looks at `closed` before each sleep and not after the last: it may have got room, and the queue been closed since.

/// What threads share and wait with. The check compiles this file twice: as it stands, and with loom's of the same names.
pub mod sync {
    pub use std::sync::atomic;
    pub use std::sync::{Condvar, Mutex, MutexGuard};
}

use crate::sync::{Condvar, Mutex};
use std::collections::VecDeque;

/// First in, first out, never more than so many.
pub struct Queue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
    /// There is an item more, or there will never be one.
    filled: Condvar,
    /// There is an item less, or there is no point in waiting for room.
    emptied: Condvar,
}

/// What belongs together: whether to wait depends on both.
struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    /// Open and empty, with room for `capacity` items (at least 1).
    pub fn new(capacity: usize) -> Self {
        let state = State { items: VecDeque::with_capacity(capacity), closed: false };
        Self { capacity, state: Mutex::new(state), filled: Condvar::new(), emptied: Condvar::new() }
    }

    /// Puts `item` at the end; waits while the queue is full.
    ///
    /// # Errors
    /// When the queue is closed, or is closed meanwhile: with the item.
    pub fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(item);
        }
        while state.items.len() >= self.capacity {
            if state.closed {
                return Err(item);
            }
            state = self.emptied.wait(state).unwrap();
        }
        state.items.push_back(item);
        self.filled.notify_one();
        Ok(())
    }

    /// Takes the first item; waits while the queue is empty. `None` when it is closed and empty.
    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        while state.items.is_empty() && !state.closed {
            state = self.filled.wait(state).unwrap();
        }
        let item = state.items.pop_front();
        self.emptied.notify_one();
        item
    }

    /// From now on nothing comes in. Closing it again does nothing.
    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.filled.notify_all();
        self.emptied.notify_all();
    }
}
