//! A bounded queue between many producers and many consumers, which can be closed.
//!
//! ```text
//! let queue = Queue::new(2);
//! queue.push("a").unwrap();
//! queue.push("b").unwrap();   // full: a third would wait
//! queue.close();
//! assert_eq!(queue.push("c"), Err("c"));   // given back
//! assert_eq!(queue.pop(), Some("a"));      // still inside
//! assert_eq!(queue.pop(), Some("b"));
//! assert_eq!(queue.pop(), None);           // for good
//! ```
//!
//! A thread that has to wait sleeps, and doesn't ask again and again. Closing wakes all sleepers: a push that waits
//! gets its item back, a pop that waits on an empty queue gets `None`. No item is lost, none comes twice.
//!
//! The check runs it with real threads, and then under loom: two and three threads in every order of their steps in
//! which they are interrupted a few times at most. If a thread sleeps for ever in one of these, loom finds it. So take
//! locks, condition variables and atomics from [`sync`]. About 45 minutes.
//!
//! You will need: `Condvar::wait` in a loop or `wait_while`, `notify_one`, `notify_all`; more names from the module by
//! `use crate::sync::{Condvar, Mutex};` (with `crate`, or loom doesn't see them).

/// What threads share and wait with. The check compiles this file twice: as it stands, and with loom's of the same
/// names.
pub mod sync {
    pub use std::sync::atomic;
    pub use std::sync::{Condvar, Mutex, MutexGuard};
}

use crate::sync::Mutex;
use std::collections::VecDeque;

/// First in, first out, never more than `capacity` items. Add what is missing.
pub struct Queue<T> {
    capacity: usize,
    items: Mutex<VecDeque<T>>,
}

impl<T> Queue<T> {
    /// Open and empty, with room for `capacity` items (at least 1).
    pub fn new(capacity: usize) -> Self {
        Self { capacity, items: Mutex::new(VecDeque::new()) }
    }

    /// Puts `item` at the end; waits while the queue is full.
    ///
    /// # Errors
    /// When the queue is closed, or is closed meanwhile: with the item.
    pub fn push(&self, item: T) -> Result<(), T> {
        let _ = item;
        todo!("wait until there are fewer than {} items, or the queue is closed", self.capacity)
    }

    /// Takes the first item; waits while the queue is empty. `None` when it is closed and empty.
    pub fn pop(&self) -> Option<T> {
        todo!("wait while there are {} items, unless the queue is closed", self.items.lock().unwrap().len())
    }

    /// From now on nothing comes in. Closing it again does nothing.
    pub fn close(&self) {
        todo!("close the queue, and wake everybody to whom that makes a difference")
    }
}
