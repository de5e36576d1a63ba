//! Every vertex has an owner, and only the owner gives it a level: nothing is claimed, and no atomics are needed.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// First all ask for neighbours and sort them by owner; then each owner goes through what is theirs.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let band = vertices.div_ceil(workers);
    let mut levels = vec![UNREACHED; vertices];
    levels[source] = 0;
    let neighbours = &neighbours;
    let mut frontier = vec![source as u32];
    let mut level = 0;
    while !frontier.is_empty() {
        level += 1;
        let ask = |part: &[u32]| {
            let mut found = vec![Vec::new(); workers];
            for &w in part.iter().flat_map(|&v| neighbours(v as usize)) {
                found[w as usize / band].push(w);
            }
            found
        };
        let ask = &ask;
        let found: Vec<Vec<Vec<u32>>> = thread::scope(|scope| {
            let border = |worker| worker * frontier.len() / workers;
            let parts = (0..workers).map(|worker| &frontier[border(worker)..border(worker + 1)]);
            let threads: Vec<_> = parts.map(|part| scope.spawn(move || ask(part))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let found = &found;
        frontier = thread::scope(|scope| {
            let threads: Vec<_> = levels
                .chunks_mut(band)
                .enumerate()
                .map(|(owner, levels)| {
                    scope.spawn(move || {
                        let mut new = Vec::new();
                        for &w in found.iter().flat_map(|found| &found[owner]) {
                            let place = &mut levels[w as usize - owner * band];
                            if *place == UNREACHED {
                                *place = level;
                                new.push(w);
                            }
                        }
                        new
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
    }
    levels
}
