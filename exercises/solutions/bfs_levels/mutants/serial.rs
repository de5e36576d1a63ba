//! One queue, one thread.

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// Right levels; `workers` is not looked at.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let _ = workers;
    let mut levels = vec![UNREACHED; vertices];
    levels[source] = 0;
    let mut queue = std::collections::VecDeque::from([source]);
    while let Some(v) = queue.pop_front() {
        for &w in neighbours(v) {
            if levels[w as usize] == UNREACHED {
                levels[w as usize] = levels[v] + 1;
                queue.push_back(w as usize);
            }
        }
    }
    levels
}
