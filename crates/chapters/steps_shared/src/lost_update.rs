//! Reads, then writes: another thread may come in between.

use crate::sync::{AtomicU64, Ordering::Relaxed};

/// Adds 1 to `count`.
pub fn add(count: &AtomicU64) {
    let before = count.load(Relaxed);
    count.store(before + 1, Relaxed);
}
