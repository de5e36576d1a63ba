//! Takes what each thread returns and drops the errors of `join`: when `f` panics, a whole wedge is missing and nobody
//! is told.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Too few answers instead of a panic.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    thread::scope(|scope| {
        let threads: Vec<_> = wedges(items.len(), workers)
            .into_iter()
            .map(|wedge| scope.spawn(move || items[wedge].iter().map(f).collect::<Vec<R>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join()).flatten().collect()
    })
}
