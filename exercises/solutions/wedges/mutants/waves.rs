//! Takes as many items as there are workers, starts a thread for each, waits for all of them, takes the next items: never
//! too many threads at once, but one for each item, and everybody waits for the slowest of each wave.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Waves of threads.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    items
        .chunks(workers)
        .flat_map(|wave| {
            thread::scope(|scope| {
                let threads: Vec<_> = wave.iter().map(|item| scope.spawn(move || f(item))).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<R>>()
            })
        })
        .collect()
}
