//! Threads take a few throws at a time from a queue, count in a variable of their own, and add to the total once,
//! under a lock. The calling thread works too.

use std::{sync::Mutex, thread};

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

/// Many bites, one total.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let (queue, total) = (Mutex::new(throws.chunks(5)), Mutex::new([0; 6]));
    let next_bite = || queue.lock().unwrap().next();
    let work = || {
        let mut faces = [0; 6];
        while let Some(bite) = next_bite() {
            bite.iter().for_each(|&throw| note(&mut faces, throw));
        }
        let mut total = total.lock().unwrap();
        *total = sum([*total, faces]);
    };
    thread::scope(|scope| {
        (1..workers).for_each(|_| _ = scope.spawn(work));
        work();
    });
    total.into_inner().unwrap()
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
