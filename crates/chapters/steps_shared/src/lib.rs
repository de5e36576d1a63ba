//! The chapters on shared state and on memory ordering, step by step. Each file is one step; the difference between two
//! is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`lost_update`], [`atomic_add`] | reading and writing as two steps, and as one |
//! | [`torn`], [`whole`] | two numbers that belong together need one lock, not two atomics |
//! | [`seats`] | a look and a change that only one thread can make: compare-exchange |
//! | [`spin_lock`] | a lock in five steps, of which two are wrong; and two that wait better |
//! | [`litmus`] | what the orderings promise |
//! | [`queue`] | a queue in three steps: asked again and again, slept for, bounded |
//! | [`deadlock`] | two locks, taken in two orders |
//! | [`one_line`], [`two_lines`] | who holds the lock, and meanwhile |
//! | [`channel`], [`rwlock`], [`once`], [`thread_local`] | the other tools |
//!
//! Files that say `crate::sync` are compiled twice: here with the standard library, and in `tests/loom.rs` with loom's
//! types of the same names, which try the orders of the threads' steps.

pub mod atomic_add;
pub mod channel;
pub mod deadlock;
pub mod litmus;
pub mod lost_update;
pub mod once;
pub mod one_line;
pub mod queue;
pub mod rwlock;
pub mod seats;
pub mod spin_lock;
pub mod thread_local;
pub mod torn;
pub mod two_lines;
pub mod whole;

/// What the steps are made of.
pub mod sync {
    pub use std::hint::spin_loop;
    pub use std::sync::atomic::{AtomicBool, AtomicU64, Ordering, fence};
    pub use std::sync::{Condvar, Mutex};
}
