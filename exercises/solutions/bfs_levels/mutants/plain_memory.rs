//! Gets round the borrow checker with a pointer: "both threads write the same level, so what can go wrong?"

/// What vertices are claimed with.
pub mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
}

use std::thread;

/// Levels that anybody may write.
#[derive(Clone, Copy)]
struct Levels(*mut u32);
// SAFETY: none; this is the mistake.
unsafe impl Send for Levels {}
// SAFETY: none; this is the mistake.
unsafe impl Sync for Levels {}

impl Levels {
    fn at(self, v: u32) -> *mut u32 {
        self.0.wrapping_add(v as usize)
    }
}

/// The level of a vertex to which no way leads.
pub const UNREACHED: u32 = u32::MAX;

/// A data race; and vertices that stand in a frontier twice.
pub fn levels<'g>(
    vertices: usize,
    source: usize,
    workers: usize,
    neighbours: impl Fn(usize) -> &'g [u32] + Sync,
) -> Vec<u32> {
    let mut levels = vec![UNREACHED; vertices];
    levels[source] = 0;
    let shared = Levels(levels.as_mut_ptr());
    let neighbours = &neighbours;
    let mut frontier = vec![source as u32];
    let mut level = 0;
    while !frontier.is_empty() {
        level += 1;
        frontier = thread::scope(|scope| {
            let parts: Vec<_> = frontier
                .chunks(frontier.len().div_ceil(workers))
                .map(|part| {
                    scope.spawn(move || {
                        let mut claimed = Vec::new();
                        for &v in part {
                            for &w in neighbours(v as usize) {
                                // SAFETY: none; another thread may write the same place.
                                unsafe {
                                    if shared.at(w).read_volatile() == UNREACHED {
                                        shared.at(w).write_volatile(level);
                                        claimed.push(w);
                                    }
                                }
                            }
                        }
                        claimed
                    })
                })
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
        });
    }
    levels
}
