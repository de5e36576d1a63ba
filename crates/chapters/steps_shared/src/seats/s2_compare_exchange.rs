//! Takes a seat only if as many are left as it has seen.

use crate::sync::{AtomicU64, Ordering::Relaxed};

/// Takes one of the seats that are `left`. False if there was none.
pub fn sell(left: &AtomicU64) -> bool {
    let mut seen = left.load(Relaxed);
    while seen > 0 {
        match left.compare_exchange_weak(seen, seen - 1, Relaxed, Relaxed) {
            Ok(_) => return true,
            Err(now) => seen = now,
        }
    }
    false
}
