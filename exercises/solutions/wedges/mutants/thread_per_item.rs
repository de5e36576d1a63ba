//! A thread for each item instead of each worker.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Right answers from far too many threads.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], _workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    thread::scope(|scope| {
        let threads: Vec<_> = items.iter().map(|item| scope.spawn(move || f(item))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
