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

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// In plain memory, so that Miri can follow every access.
    #[test]
    fn each_vertex_is_claimed_by_one() {
        let edges: Vec<_> = (2..9).flat_map(|w| [(0, w), (1, w)]).collect();
        let graph = Csr::from_edges(9, &edges).unwrap();
        let mut levels = [
            0, 0, UNREACHED, UNREACHED, UNREACHED, UNREACHED, UNREACHED,
            UNREACHED, 1,
        ];
        let shared = atomic(&mut levels);
        let mut claimed = thread::scope(|scope| {
            let graph = &graph;
            let both = [0, 1].map(|v| {
                scope.spawn(move || claim(graph, &[v], 1, shared))
            });
            both.map(|one| one.join().unwrap()).concat()
        });
        claimed.sort_unstable();
        assert_eq!(claimed, [2, 3, 4, 5, 6, 7], "8 was reached before");
        assert_eq!(levels, [0, 0, 1, 1, 1, 1, 1, 1, 1]);
    }
}
