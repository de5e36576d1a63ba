//! A counter as a queue: each thread takes the next number that nobody has taken.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use variant::Workers;

/// What `compute` makes of 0, 1, … and so on below `jobs`: each with its number, in any order.
pub fn run<T, F>(workers: Workers, jobs: usize, compute: F) -> Vec<(usize, T)>
where
    T: Send,
    F: Fn(usize) -> T + Sync,
{
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let job = next.fetch_add(1, Relaxed);
            if job >= jobs {
                return done;
            }
            done.push((job, compute(job)));
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers.get()).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no job panics")).collect()
    })
}
