//! Looks whether a seat is left, then takes one.

use crate::sync::{AtomicU64, Ordering::Relaxed};

/// Takes one of the seats that are `left`. False if there was none.
pub fn sell(left: &AtomicU64) -> bool {
    let seen = left.load(Relaxed);
    if seen == 0 {
        return false;
    }
    left.store(seen - 1, Relaxed);
    true
}
