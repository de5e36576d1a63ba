//! Own variables, but each thread is joined before the next is started: `map` is lazy.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Nothing is shared, and nothing is parallel.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let threads = throws.chunks(band).map(|band| {
            scope.spawn(move || {
                let mut faces = [0; 6];
                band.iter().for_each(|&throw| note(&mut faces, throw));
                faces
            })
        });
        sum(threads.map(|thread| thread.join().unwrap()))
    })
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
