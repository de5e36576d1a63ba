//! Counts in a variable of its own, and shows the counts in a shared table after each throw, for a progress display that
//! nobody asked for.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Atomics side by side are in one line, too.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    let table: Vec<[AtomicU64; 6]> = (0..workers).map(|_| Default::default()).collect();
    thread::scope(|scope| {
        for (shown, band) in table.iter().zip(throws.chunks(band)) {
            scope.spawn(move || {
                let mut faces = [0; 6];
                for &throw in band {
                    note(&mut faces, throw);
                    shown.iter().zip(faces).for_each(|(shown, count)| shown.store(count, Relaxed));
                }
            });
        }
    });
    sum(table.into_iter().map(|faces| faces.map(AtomicU64::into_inner)))
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
