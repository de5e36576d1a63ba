//! One queue for all threads, and no waiting between levels: a vertex gets one more than whoever found it first, and that one may have
//! come a longer way.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::sync::Mutex;
use std::thread;

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Levels that depend on who was quick; and a worker leaves when it finds the queue empty for a moment.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let levels = Mutex::new(vec![UNREACHED; vertices]);
    levels.lock().unwrap()[source] = 0;
    let queue = Mutex::new(vec![source as u32]);
    let next = || queue.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(v) = next() {
                    let found = neighbours(v as usize);
                    let mut levels = levels.lock().unwrap();
                    let level = levels[v as usize] + 1;
                    for &w in found {
                        if levels[w as usize] == UNREACHED {
                            levels[w as usize] = level;
                            queue.lock().unwrap().push(w);
                        }
                    }
                }
            });
        }
    });
    levels.into_inner().unwrap()
}
