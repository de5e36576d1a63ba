//! Two variables for each worker, by turns, so that one throw needn't wait for the one before.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Both on its own stack.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let count = |band: &[u8]| {
            let mut faces = [[0; 6]; 2];
            band.iter().enumerate().for_each(|(i, &throw)| note(&mut faces[i % 2], throw));
            sum(faces)
        };
        let threads: Vec<_> = throws.chunks(band).map(|band| scope.spawn(move || count(band))).collect();
        sum(threads.into_iter().map(|thread| thread.join().unwrap()))
    })
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
