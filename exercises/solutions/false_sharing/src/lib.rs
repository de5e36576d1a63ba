//! Workers that share nothing, not even a cache line.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Counts the faces in `throws` with `workers` threads, each in a variable of its own.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let threads: Vec<_> = throws
            .chunks(band)
            .map(|band| {
                scope.spawn(move || {
                    let mut faces = [0; 6];
                    for &throw in band {
                        note(&mut faces, throw);
                    }
                    faces
                })
            })
            .collect();
        sum(threads.into_iter().map(|thread| thread.join().expect("`note` does not panic")))
    })
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
