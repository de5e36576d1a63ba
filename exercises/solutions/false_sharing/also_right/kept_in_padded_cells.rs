//! Copies its counters out for each throw and back: needless, but each worker's lie in lines of their own.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Fills whole lines.
#[derive(Clone)]
#[repr(align(128))]
struct Padded(Faces);

/// A copy to the stack does no harm.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    let mut counters = vec![Padded([0; 6]); workers];
    thread::scope(|scope| {
        for (Padded(faces), band) in counters.iter_mut().zip(throws.chunks(band)) {
            scope.spawn(move || {
                for &throw in band {
                    let mut mine = *faces;
                    note(&mut mine, throw);
                    *faces = mine;
                }
            });
        }
    });
    sum(counters.into_iter().map(|padded| padded.0))
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
