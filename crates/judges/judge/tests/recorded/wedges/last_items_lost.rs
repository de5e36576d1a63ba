//! Rounds down and forgets what is left over.

use std::ops::Range;
use std::thread;

/// 10 items for 3 workers: the last one is in no wedge.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let each = n / workers;
    (0..workers).map(|w| w * each..(w + 1) * each).collect()
}

/// Right but for its wedges.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    thread::scope(|scope| {
        let threads: Vec<_> = wedges(items.len(), workers)
            .into_iter()
            .map(|wedge| scope.spawn(move || items[wedge].iter().map(f).collect::<Vec<R>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}
