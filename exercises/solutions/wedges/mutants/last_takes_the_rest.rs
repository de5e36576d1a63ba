//! Rounds down, and gives everything that is left over to the last worker.

use std::ops::Range;
use std::thread;

/// 13 items for 4 workers come out as 3, 3, 3, 4; but 15 as 3, 3, 3, 6.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let each = n / workers;
    (0..workers).map(|w| w * each..if w + 1 == workers { n } else { (w + 1) * each }).collect()
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
