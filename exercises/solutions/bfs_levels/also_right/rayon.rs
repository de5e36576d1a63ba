//! Rayon shares each frontier, in a pool of its own.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use crate::sync::{AtomicU32, Ordering::Relaxed};
use rayon::prelude::*;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// `fetch_min` claims too: a vertex that has a level has a smaller one.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let levels: Vec<_> = (0..vertices).map(|_| AtomicU32::new(UNREACHED)).collect();
    levels[source].store(0, Relaxed);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let mut frontier = vec![source as u32];
    for level in 1.. {
        if frontier.is_empty() {
            break;
        }
        let claim = |w: &&u32| levels[**w as usize].fetch_min(level, Relaxed) == UNREACHED;
        frontier = pool.install(|| {
            let found = frontier.par_iter().flat_map_iter(|&v| neighbours(v as usize).iter().filter(claim));
            found.copied().collect()
        });
    }
    levels.into_iter().map(AtomicU32::into_inner).collect()
}
