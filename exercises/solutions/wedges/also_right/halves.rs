//! Splits in two until there is one worker for each part, as a recursion.

use std::ops::Range;
use std::thread;

/// One half of the workers get one half of the numbers.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |left: usize| n - (left as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(workers - w)..begin(workers - w - 1)).collect()
}

/// The left half on this thread, the right half on a new one.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    go(items, workers.min(items.len()).max(1), &f)
}

fn go<T: Sync, R: Send>(items: &[T], workers: usize, f: &(impl Fn(&T) -> R + Sync)) -> Vec<R> {
    if workers == 1 {
        return items.iter().map(f).collect();
    }
    let left_workers = workers / 2;
    let (left, right) = items.split_at(items.len() * left_workers / workers);
    thread::scope(|scope| {
        let right = scope.spawn(|| go(right, workers - left_workers, f));
        let mut answers = go(left, left_workers, f);
        answers.extend(right.join().unwrap());
        answers
    })
}
