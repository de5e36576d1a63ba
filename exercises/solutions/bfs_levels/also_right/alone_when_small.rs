//! A bit for each vertex says whether it is taken; and frontiers too small to share are done by the calling thread.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use crate::sync::{AtomicBool, Ordering::Relaxed};
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// The levels themselves are plain memory: they are written by the calling thread, when a level is complete.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let taken: Vec<_> = (0..vertices).map(|_| AtomicBool::new(false)).collect();
    taken[source].store(true, Relaxed);
    let claim = |part: &[u32]| {
        let found = part.iter().flat_map(|&v| neighbours(v as usize).iter().copied());
        found.filter(|&w| !taken[w as usize].swap(true, Relaxed)).collect::<Vec<u32>>()
    };
    let claim = &claim;
    let mut levels = vec![UNREACHED; vertices];
    let mut frontier = vec![source as u32];
    let mut level = 0;
    while !frontier.is_empty() {
        for &v in &frontier {
            levels[v as usize] = level;
        }
        level += 1;
        frontier = if frontier.len() < 4 * workers {
            claim(&frontier)
        } else {
            thread::scope(|scope| {
                // The first of them have one more.
                let (share, more) = (frontier.len() / workers, frontier.len() % workers);
                let (longer, shorter) = frontier.split_at(more * (share + 1));
                let mut parts = longer.chunks(share + 1).chain(shorter.chunks(share));
                let mine = parts.next().unwrap_or_default();
                let threads: Vec<_> = parts.map(|part| scope.spawn(move || claim(part))).collect();
                let mut next = claim(mine);
                for thread in threads {
                    next.extend(thread.join().unwrap());
                }
                next
            })
        };
    }
    levels
}
