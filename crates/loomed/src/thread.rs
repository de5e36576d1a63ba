//! Threads that loom plays.

pub use loom::thread::{Builder, JoinHandle, Thread, ThreadId, current, park, spawn, yield_now};
pub use std::thread::panicking;

/// Lets others go first: under loom no time passes.
#[track_caller]
pub fn sleep(_: std::time::Duration) {
    yield_now();
}
