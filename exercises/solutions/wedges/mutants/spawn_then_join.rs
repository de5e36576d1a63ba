//! Joins each thread right after starting it: an iterator is lazy, and asks for one thread at a time.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Right answers from many threads, one after another.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    thread::scope(|scope| {
        wedges(items.len(), workers)
            .into_iter()
            .map(|wedge| scope.spawn(move || items[wedge].iter().map(f).collect::<Vec<R>>()))
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    })
}
