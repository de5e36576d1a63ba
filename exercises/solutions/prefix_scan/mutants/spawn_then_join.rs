//! Maps lazily: each thread is joined before the next one is spawned.

use std::thread;

/// One after another.
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
    let totals = at_once(bands().map(|band| move || total(band, combine)));
    // A small scan between the passes. Before the first band there is nothing.
    let mut before = vec![None];
    for total in totals {
        let next = match before.last() {
            Some(Some(so_far)) => combine(so_far, &total),
            _ => total,
        };
        before.push(Some(next));
    }
    at_once(bands().zip(before).map(|(band, before)| move || scan(before, band, combine))).concat()
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
        let threads = jobs.map(|job| scope.spawn(job));
        threads.map(|thread| thread.join().expect("combine panicked")).collect()
    })
}
