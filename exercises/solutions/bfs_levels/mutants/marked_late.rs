//! Gives a vertex its level when its turn comes, not when it is found: until then it is found again and again.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use crate::sync::{AtomicU32, Ordering::Relaxed};
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// A vertex with two ways to it stands in the frontier twice.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let levels: Vec<_> = (0..vertices).map(|_| AtomicU32::new(UNREACHED)).collect();
    let mut frontier = vec![source as u32];
    let mut level = 0;
    while !frontier.is_empty() {
        for &v in &frontier {
            levels[v as usize].store(level, Relaxed);
        }
        let (levels, neighbours) = (&levels, &neighbours);
        frontier = thread::scope(|scope| {
            let parts: Vec<_> = frontier
                .chunks(frontier.len().div_ceil(workers))
                .map(|part| {
                    scope.spawn(move || {
                        let found = part.iter().flat_map(|&v| neighbours(v as usize));
                        let new = found.filter(|&&w| levels[w as usize].load(Relaxed) == UNREACHED);
                        new.copied().collect::<Vec<_>>()
                    })
                })
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
        });
        level += 1;
    }
    levels.into_iter().map(AtomicU32::into_inner).collect()
}
