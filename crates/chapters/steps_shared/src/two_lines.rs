//! Workers take items by an atomic counter, and put their scores behind one lock.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
};
use variant::Workers;

/// What `score` says of each item, in any order.
pub fn run<T, S, F>(workers: Workers, items: &[T], score: F) -> Vec<S>
where
    T: Sync,
    S: Send,
    F: Fn(&T) -> S + Sync,
{
    let next = AtomicUsize::new(0);
    let scores = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Relaxed)) {
                    let score = score(item);
                    scores.lock().unwrap().push(score);
                }
            });
        }
    });
    scores.into_inner().unwrap()
}
