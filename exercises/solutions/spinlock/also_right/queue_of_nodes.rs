//! The lock of Mellor-Crummey and Scott: a queue of nodes, in which each thread spins on its own. A node's address is used
//! again by the allocator; atomics are made by `From` and `Default`.

/// What a lock is made of.
pub mod sync {
    pub use std::hint::spin_loop;
    pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};
}

use crate::sync::{AtomicBool, AtomicUsize, Ordering, spin_loop};
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

/// A place in the queue.
#[derive(Default)]
struct Node {
    called: AtomicBool,
    /// The address of the next one, or 0.
    next: AtomicUsize,
}

/// The address of the last node, or 0.
pub struct SpinLock<T> {
    last: AtomicUsize,
    value: UnsafeCell<T>,
}

// SAFETY: the node in front reaches the value, and it is one thread's.
unsafe impl<T: Send> Sync for SpinLock<T> {}

/// The node in front.
pub struct Guard<'a, T> {
    lock: &'a SpinLock<T>,
    node: usize,
}

// SAFETY: who shares a guard shares the value.
unsafe impl<T: Sync> Sync for Guard<'_, T> {}

/// The node at an address.
///
/// # Safety
/// Whoever was given the address must not have freed it.
unsafe fn at<'a>(address: usize) -> &'a Node {
    // SAFETY: the caller's promise.
    unsafe { &*(address as *const Node) }
}

fn new_node() -> usize {
    Box::into_raw(Box::<Node>::default()) as usize
}

fn free(node: usize) {
    // SAFETY: made by `new_node`, and freed once, by the thread it belongs to.
    drop(unsafe { Box::from_raw(node as *mut Node) });
}

impl<T> SpinLock<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self { last: 0.into(), value: value.into() }
    }

    /// In order of arrival.
    pub fn lock(&self) -> Guard<'_, T> {
        let node = new_node();
        let before = self.last.swap(node, Ordering::AcqRel);
        if before != 0 {
            // SAFETY: it isn't freed before it has seen its next one; this one is ours.
            let (before, mine) = unsafe { (at(before), at(node)) };
            before.next.store(node, Ordering::Release);
            while !mine.called.load(Ordering::Acquire) {
                spin_loop();
            }
        }
        Guard { lock: self, node }
    }

    /// Only into an empty queue.
    pub fn try_lock(&self) -> Option<Guard<'_, T>> {
        let node = new_node();
        if self.last.compare_exchange(0, node, Ordering::AcqRel, Ordering::Relaxed).is_err() {
            free(node);
            return None;
        }
        Some(Guard { lock: self, node })
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard's node is in front.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the guard is borrowed exclusively.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        // SAFETY: ours until it is freed, below.
        let mine = unsafe { at(self.node) };
        let mut next = mine.next.load(Ordering::Acquire);
        if next == 0 {
            if self.lock.last.compare_exchange(self.node, 0, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                return free(self.node);
            }
            // Somebody has come, and is about to say who.
            while next == 0 {
                spin_loop();
                next = mine.next.load(Ordering::Acquire);
            }
        }
        // SAFETY: it waits for this.
        unsafe { at(next) }.called.store(true, Ordering::Release);
        free(self.node);
    }
}
