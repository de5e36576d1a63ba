//! Gives each worker's counters a box of their own. The allocator puts boxes of one size side by side.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Apart in the eyes of the compiler only.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    let mut counters: Vec<Box<Faces>> = (0..workers).map(|_| Box::new([0; 6])).collect();
    thread::scope(|scope| {
        for (faces, band) in counters.iter_mut().zip(throws.chunks(band)) {
            scope.spawn(move || band.iter().for_each(|&throw| note(faces, throw)));
        }
    });
    sum(counters.into_iter().map(|faces| *faces))
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
