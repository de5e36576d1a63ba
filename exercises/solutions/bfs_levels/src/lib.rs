//! Search a graph level by level, and share each level between several threads.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use crate::sync::{AtomicU32, Ordering::Relaxed};
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Each worker takes a part of the frontier and claims what it finds there.
///
/// # Panics
/// When `neighbours` does.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let levels: Vec<_> = (0..vertices).map(|_| AtomicU32::new(UNREACHED)).collect();
    levels[source].store(0, Relaxed);
    // The vertices found from a part of the frontier, each claimed by one thread only.
    let claim = |part: &[u32], level| {
        let mut claimed = Vec::new();
        for &v in part {
            for &w in neighbours(v as usize) {
                let place = &levels[w as usize];
                // Nearly always it is taken, and to look costs less than to try.
                if place.load(Relaxed) == UNREACHED
                    && place.compare_exchange(UNREACHED, level, Relaxed, Relaxed).is_ok()
                {
                    claimed.push(w);
                }
            }
        }
        claimed
    };
    let claim = &claim;

    let mut frontier = vec![source as u32];
    let mut level = 0;
    while !frontier.is_empty() {
        level += 1;
        frontier = thread::scope(|scope| {
            // Rounded one by one, and not once for all: then no part is longer than another by more than one.
            let border = |worker| worker * frontier.len() / workers;
            let parts = (0..workers).map(|worker| &frontier[border(worker)..border(worker + 1)]);
            let threads: Vec<_> = parts.map(|part| scope.spawn(move || claim(part, level))).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("`neighbours` panicked")).collect()
        });
    }
    levels.into_iter().map(AtomicU32::into_inner).collect()
}
