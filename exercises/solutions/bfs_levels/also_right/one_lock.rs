//! One lock on everything, but never held while `neighbours` is called; workers take the next vertex that nobody has taken.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::sync::Mutex;
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Slow where neighbours are quickly had, and right.
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
        let threads = workers.min(frontier.len());
        let rest = Mutex::new(frontier.into_iter());
        let take = || rest.lock().unwrap().next();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(v) = take() {
                        let found = neighbours(v as usize);
                        let (mut levels, mut next) = (levels.lock().unwrap(), next.lock().unwrap());
                        for &w in found {
                            if levels[w as usize] == UNREACHED {
                                levels[w as usize] = level;
                                next.push(w);
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
