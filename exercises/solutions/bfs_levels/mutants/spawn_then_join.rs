//! Joins each thread right after starting it: an iterator is lazy, and asks for one thread at a time.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use crate::sync::{AtomicU32, Ordering::Relaxed};
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Right levels from many threads, one after another.
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
                if levels[w as usize].compare_exchange(UNREACHED, level, Relaxed, Relaxed).is_ok() {
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
            frontier
                .chunks(frontier.len().div_ceil(workers))
                .map(|part| scope.spawn(move || claim(part, level)))
                .flat_map(|part| part.join().unwrap())
                .collect()
        });
    }
    levels.into_iter().map(AtomicU32::into_inner).collect()
}
