//! What the steps are made of under loom.

pub use loom::hint::spin_loop;
pub use loom::sync::atomic::{AtomicU64, Ordering, fence};
pub use loom::sync::{Condvar, Mutex};
use std::ops::Deref;

/// loom's, but for `swap`. loom 0.7 doesn't know that of two swaps and a store in a row the store is the newest: a
/// thread that swaps while it waits might read its own `true` for ever. Here, a swap that changes nothing writes
/// nothing.
#[derive(Debug, Default)]
pub struct AtomicBool(loom::sync::atomic::AtomicBool);

impl AtomicBool {
    /// As `std`'s.
    pub fn swap(&self, value: bool, order: Ordering) -> bool {
        let unchanged = match order {
            Ordering::AcqRel => Ordering::Acquire,
            Ordering::Release => Ordering::Relaxed,
            order => order,
        };
        self.0.compare_exchange(!value, value, order, unchanged).unwrap_or_else(|same| same)
    }
}

impl Deref for AtomicBool {
    type Target = loom::sync::atomic::AtomicBool;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
