//! Starts threads itself, while those of the pool sleep.
//! caught by: all_threads_work

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
};

/// A queue, outside the pool.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let workers = rayon::current_num_threads();
    let grain = items.len().div_ceil(8 * workers).max(least);
    let queue = Mutex::new(items.chunks(grain));
    let next = || queue.lock().unwrap().next();
    let sum = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(items) = next() {
                    sum.fetch_add(part(items), Relaxed);
                }
            });
        }
    });
    sum.into_inner()
}
