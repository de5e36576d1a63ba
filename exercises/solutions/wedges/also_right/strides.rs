//! Workers by stride: worker 0 takes items 0, 4, 8, …, worker 1 takes 1, 5, 9, …

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |w: usize| (w as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(w)..begin(w + 1)).collect()
}

/// As fair as wedges; the answers are dealt out again like cards.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    let mut hands: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|w| scope.spawn(move || items.iter().skip(w).step_by(workers).map(f).collect::<Vec<R>>()))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap().into_iter()).collect()
    });
    (0..items.len()).filter_map(|i| hands[i % workers].next()).collect()
}
