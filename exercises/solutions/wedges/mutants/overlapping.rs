//! Rounds up the end of each wedge but not the beginning of the next.

use std::ops::Range;
use std::thread;

/// 10 items for 3 workers: 0..4, 3..7, 6..10.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..((w + 1) * n).div_ceil(workers)).collect()
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
