//! Each thread counts in a thread local variable.

use std::cell::Cell;
use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

thread_local! {
    static MINE: Cell<Faces> = const { Cell::new([0; 6]) };
}

/// Taken out while counting.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let threads: Vec<_> = throws
            .chunks(band)
            .map(|band| {
                scope.spawn(move || {
                    let mut mine = MINE.take();
                    band.iter().for_each(|&throw| note(&mut mine, throw));
                    MINE.set(mine);
                    MINE.take()
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
