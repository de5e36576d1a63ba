//! Scans every band where it will stay, and then combines what came before into all its answers.

use std::thread;

/// Writes every answer twice.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let mut totals = items.to_vec();
    let band = items.len().div_ceil(workers).max(1);
    let combine = &combine;
    thread::scope(|scope| {
        for totals in totals.chunks_mut(band) {
            scope.spawn(move || {
                for i in 1..totals.len() {
                    totals[i] = combine(&totals[i - 1], &totals[i]);
                }
            });
        }
    });
    let mut before: Option<T> = None;
    thread::scope(|scope| {
        for totals in totals.chunks_mut(band) {
            let last = totals.last().unwrap();
            let next = before.as_ref().map_or_else(|| last.clone(), |before| combine(before, last));
            if let Some(before) = before.replace(next) {
                scope.spawn(move || totals.iter_mut().for_each(|total| *total = combine(&before, total)));
            }
        }
    });
    totals
}
