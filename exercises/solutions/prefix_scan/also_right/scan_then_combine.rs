//! Scans every band where it will stay, and then combines what came before into all its answers.

use std::thread;

/// Writes every answer twice.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let mut totals = items.to_vec();
    let band = items.len().div_ceil(workers + 1).max(1);
    let combine = &combine;
    thread::scope(|scope| {
        for totals in totals.chunks_mut(band).take(workers) {
            scope.spawn(move || {
                for i in 1..totals.len() {
                    totals[i] = combine(&totals[i - 1], &totals[i]);
                }
            });
        }
    });
    let mut before: Option<T> = None;
    thread::scope(|scope| {
        for (place, totals) in totals.chunks_mut(band).enumerate() {
            if place == workers {
                // Nobody has been here.
                let mut before = before.take();
                scope.spawn(move || {
                    for total in totals {
                        *total = before.as_ref().map_or_else(|| total.clone(), |before| combine(before, total));
                        before = Some(total.clone());
                    }
                });
                break;
            }
            let last = totals.last().unwrap();
            let next = before.as_ref().map_or_else(|| last.clone(), |before| combine(before, last));
            if let Some(before) = before.replace(next) {
                scope.spawn(move || totals.iter_mut().for_each(|total| *total = combine(&before, total)));
            }
        }
    });
    totals
}
