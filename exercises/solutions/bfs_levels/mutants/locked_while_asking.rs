//! One lock on levels and next frontier, held while `neighbours` is called.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::sync::Mutex;
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Right levels, one vertex at a time.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let levels = Mutex::new(vec![UNREACHED; vertices]);
    levels.lock().unwrap()[source] = 0;
    let mut frontier = vec![source as u32];
    let mut level = 0;
    while !frontier.is_empty() {
        level += 1;
        let next = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for part in frontier.chunks(frontier.len().div_ceil(workers)) {
                let (levels, next, neighbours) = (&levels, &next, &neighbours);
                scope.spawn(move || {
                    for &v in part {
                        let mut levels = levels.lock().unwrap();
                        for &w in neighbours(v as usize) {
                            if levels[w as usize] == UNREACHED {
                                levels[w as usize] = level;
                                next.lock().unwrap().push(w);
                            }
                        }
                    }
                });
            }
        });
        frontier = next.into_inner().unwrap();
    }
    levels.into_inner().unwrap()
}
