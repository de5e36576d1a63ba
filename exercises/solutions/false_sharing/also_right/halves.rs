//! Splits in two until there is one worker for each part.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Recursive.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    go(throws, workers, &note)
}

fn go(throws: &[u8], workers: usize, note: &(impl Fn(&mut Faces, u8) + Sync)) -> Faces {
    if workers == 1 {
        let mut faces = [0; 6];
        throws.iter().for_each(|&throw| note(&mut faces, throw));
        return faces;
    }
    let half = workers / 2;
    let (left, right) = throws.split_at(throws.len() * half / workers);
    thread::scope(|scope| {
        let right = scope.spawn(|| go(right, workers - half, note));
        sum([go(left, half, note), right.join().unwrap()])
    })
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
