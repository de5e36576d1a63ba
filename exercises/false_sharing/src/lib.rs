//! Workers that share nothing, and are slowed down by each other all the same.
//!
//! The function below counts how often each face of a die was thrown. It is right, and all workers work at the same
//! time, each with counters of its own. But six counters are 48 bytes, the next worker's begin right behind them, and a
//! core can't fetch less than a *cache line*: 64 bytes on most machines, 128 on some. Where two workers' counters lie
//! in one line, each write takes the line away from the other worker's core. That is *false sharing*.
//!
//! Change [`count_faces`] so that no two workers ever count in the same cache line. For example, from the throws
//! `[6, 1, 6]` it returns `[1, 0, 0, 0, 0, 2]`, as it does now.
//!
//! The check looks over your workers' shoulders: `note`, which it gives you, sees at which address each throw is
//! counted, and by whom. It wants every throw counted through `note`, by `workers` threads at the same time, never by
//! two in one line, and without new counters every few throws. Where the system lets it, it also looks through all
//! memory for counts that are carried somewhere else after each throw. There are at least two good ways. About 20
//! minutes.
//!
//! You need only `thread::scope`, `spawn` and `join`, which gives you what the thread returns; or `#[repr(align(…))]`
//! for a struct around the counters, with the longest line there is.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Counts the faces in `throws` (numbers from 1 to 6) with `workers` threads (at least 1).
///
/// `note(faces, throw)` counts one throw: it adds 1 to one of `faces`.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let mut counters: Vec<Faces> = vec![[0; 6]; workers];
    let band = throws.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        for (faces, band) in counters.iter_mut().zip(throws.chunks(band)) {
            scope.spawn(move || {
                for &throw in band {
                    note(faces, throw);
                }
            });
        }
    });
    sum(&counters)
}

/// The faces of all workers together.
fn sum(counters: &[Faces]) -> Faces {
    let mut total = [0; 6];
    for faces in counters {
        for (total, count) in total.iter_mut().zip(faces) {
            *total += count;
        }
    }
    total
}
