//! How each vertex is claimed by one thread, however many see it.

use crate::UNREACHED;
use graph::Csr;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

// ANCHOR: claim
/// The neighbours of `frontier` that were unreached and are at `level` now. However many threads call this at the same
/// time, each vertex is claimed by one of them.
pub fn claim(
    graph: &Csr,
    frontier: &[u32],
    level: u32,
    levels: &[AtomicU32],
) -> Vec<u32> {
    let mut claimed = Vec::new();
    for &v in frontier {
        for &w in graph.neighbours(v as usize) {
            let place = &levels[w as usize];
            // Mostly it is taken, and to look costs less than to try.
            if place.load(Relaxed) == UNREACHED
                && place
                    .compare_exchange(UNREACHED, level, Relaxed, Relaxed)
                    .is_ok()
            {
                claimed.push(w);
            }
        }
    }
    claimed
}
// ANCHOR_END: claim

/// The same numbers, for several threads to change.
pub fn atomic(levels: &mut [u32]) -> &[AtomicU32] {
    let levels: *mut [u32] = levels;
    // SAFETY: an AtomicU32 has the size and the alignment of a u32 (an address divisible by 4), and as long as the
    // exclusive borrow lasts nobody gets to them but through what is returned here.
    unsafe { &*(levels as *const [AtomicU32]) }
}
