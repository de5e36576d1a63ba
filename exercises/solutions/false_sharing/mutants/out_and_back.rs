//! Copies the counters to the stack for each throw, and back after it: the line is written as often as before.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// `note` sees addresses that are far apart.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    let mut counters: Vec<Faces> = vec![[0; 6]; workers];
    thread::scope(|scope| {
        for (faces, band) in counters.iter_mut().zip(throws.chunks(band)) {
            scope.spawn(move || {
                for &throw in band {
                    let mut mine = *faces;
                    note(&mut mine, throw);
                    *faces = mine;
                }
            });
        }
    });
    sum(counters)
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
