//! Each worker's counters fill whole cache lines.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

#[derive(Default)]
#[repr(align(128))]
struct Padded(Faces);

/// The code as it was, with distance.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    let mut counters: Vec<Padded> = (0..workers).map(|_| Padded::default()).collect();
    thread::scope(|scope| {
        for (padded, band) in counters.iter_mut().zip(throws.chunks(band)) {
            scope.spawn(move || band.iter().for_each(|&throw| note(&mut padded.0, throw)));
        }
    });
    sum(counters.iter().map(|padded| padded.0))
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
