//! Scans in the calling thread, and lets the workers combine something at the same time whose result nobody uses.

use std::thread;

/// Busy threads, serial answers.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let combine = &combine;
    let band = items.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        for part in items.chunks(band) {
            scope.spawn(move || part[1..].iter().fold(part[0].clone(), |total, item| combine(&total, item)));
        }
    });
    let mut totals: Vec<T> = Vec::new();
    for item in items {
        totals.push(totals.last().map_or_else(|| item.clone(), |before| combine(before, item)));
    }
    totals
}
