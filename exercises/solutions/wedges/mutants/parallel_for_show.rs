//! Shares the first items, and then goes on alone: parallel at first sight only.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// One item on each thread, the rest on the calling one.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    let (first, rest) = items.split_at(workers.min(items.len()));
    let mut answers: Vec<R> = thread::scope(|scope| {
        let threads: Vec<_> = first.iter().map(|item| scope.spawn(move || f(item))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    answers.extend(rest.iter().map(f));
    answers
}
