//! Each thread finds out by itself what comes before its band, from the first item on: one pass, and the last thread does everything.

use std::thread;

/// Right, and no faster than serial.
///
/// # Panics
/// When `combine` does.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let combine = &combine;
    let bands = || items.chunks(items.len().div_ceil(workers).max(1));
    let band = items.len().div_ceil(workers).max(1);
    let with_before = bands().enumerate().map(|(w, part)| {
        let before = &items[..w * band];
        move || scan((!before.is_empty()).then(|| total(before, combine)), part, combine)
    });
    at_once(with_before).concat()
}

/// All of a band, which isn't empty, combined.
fn total<T: Clone>(band: &[T], combine: impl Fn(&T, &T) -> T) -> T {
    band[1..].iter().fold(band[0].clone(), |total, item| combine(&total, item))
}

/// The answers of a band.
fn scan<T: Clone>(mut before: Option<T>, band: &[T], combine: impl Fn(&T, &T) -> T) -> Vec<T> {
    let mut next = |item: &T| {
        let total = before.as_ref().map_or_else(|| item.clone(), |before| combine(before, item));
        before.insert(total).clone()
    };
    band.iter().map(&mut next).collect()
}

/// What the jobs return, each run in a thread of its own.
fn at_once<R: Send>(jobs: impl Iterator<Item = impl FnOnce() -> R + Send>) -> Vec<R> {
    thread::scope(|scope| {
        let threads: Vec<_> = jobs.map(|job| scope.spawn(job)).collect();
        threads.into_iter().map(|thread| thread.join().expect("combine panicked")).collect()
    })
}
