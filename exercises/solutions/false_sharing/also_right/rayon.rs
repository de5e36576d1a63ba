//! Rayon's fold gives each task a value of its own, and reduce adds them up.

use rayon::prelude::*;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Values on the stacks of the threads.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    pool.install(|| {
        let count = |mut faces: Faces, &throw: &u8| {
            note(&mut faces, throw);
            faces
        };
        throws.par_iter().fold(Faces::default, count).reduce(Faces::default, |a, b| sum([a, b]))
    })
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
