//! Own variables, but bands are rounded down, and what is left over is nobody's.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Loses up to `workers - 1` throws.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len() / workers;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|w| {
                scope.spawn(move || {
                    let mut faces = [0; 6];
                    throws[w * band..(w + 1) * band].iter().for_each(|&throw| note(&mut faces, throw));
                    faces
                })
            })
            .collect();
        sum(threads.into_iter().map(|thread| thread.join().unwrap()))
    })
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
