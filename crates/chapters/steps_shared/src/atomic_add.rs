//! Reads and writes in one step: nobody comes in between.

use crate::sync::{AtomicU64, Ordering::Relaxed};

/// Adds 1 to `count`.
pub fn add(count: &AtomicU64) {
    count.fetch_add(1, Relaxed);
}
