//! A lock for each vertex, held from the look to the claim.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::sync::Mutex;
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
    let levels: Vec<_> = (0..vertices).map(|_| Mutex::new(UNREACHED)).collect();
    *levels[source].lock().unwrap() = 0;
    // The vertices found from a part of the frontier, each claimed by one thread only.
    let claim = |part: &[u32], level| {
        let mut claimed = Vec::new();
        for &v in part {
            for &w in neighbours(v as usize) {
                let place = &levels[w as usize];
                let mut place = place.lock().unwrap();
                if *place == UNREACHED {
                    *place = level;
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
            let border = |worker| worker * frontier.len() / workers;
            let parts = (0..workers).map(|worker| &frontier[border(worker)..border(worker + 1)]);
            let threads: Vec<_> = parts.map(|part| scope.spawn(move || claim(part, level))).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("`neighbours` panicked")).collect()
        });
    }
    levels.into_iter().map(|level| level.into_inner().unwrap()).collect()
}
