//! Its wedges are fair, but the threads don't use them: each takes `n / workers` items, and the last one all the rest.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// 31 items for 8 workers: seven times 3, and then 10.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    let workers = workers.min(items.len()).max(1);
    let each = items.len() / workers;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|w| {
                let mine = if w + 1 == workers { &items[w * each..] } else { &items[w * each..(w + 1) * each] };
                scope.spawn(move || mine.iter().map(f).collect::<Vec<R>>())
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}
