//! Uses every fourth element of a larger vector: 192 bytes from one worker to the next, wherever the vector begins.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Distance without a type for it.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    let mut counters: Vec<Faces> = vec![[0; 6]; 4 * workers];
    thread::scope(|scope| {
        for (faces, band) in counters.iter_mut().step_by(4).zip(throws.chunks(band)) {
            scope.spawn(move || band.iter().for_each(|&throw| note(faces, throw)));
        }
    });
    sum(counters)
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
