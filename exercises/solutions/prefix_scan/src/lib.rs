//! Compute all running totals of a slice with several workers, in two passes.

use std::thread;

/// All running totals of `items`: every band but the first and the last is combined, and then scanned with what comes before it.
///
/// # Panics
/// When `combine` does.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let combine = &combine;
    // One band more than workers. The first pass makes the first band's answers, for nothing comes before it, and leaves
    // out the last band, whose total nobody asks for.
    let bands = || items.chunks(items.len().div_ceil(workers + 1).max(1));
    let first_pass = at_once(bands().take(workers).enumerate().map(|(place, band)| {
        move || match place {
            0 => scan(None, band, combine),
            _ => vec![total(band, combine)],
        }
    }));
    // A small scan between the passes: what comes before the second band, the third, and so on.
    let mut before: Vec<T> = Vec::new();
    for total in first_pass.iter().filter_map(|answers| answers.last()) {
        let next = match before.last() {
            Some(so_far) => combine(so_far, total),
            None => total.clone(),
        };
        before.push(next);
    }
    let second_pass =
        at_once(bands().skip(1).zip(before).map(|(band, before)| move || scan(Some(before), band, combine)));
    first_pass.into_iter().take(1).chain(second_pass).flatten().collect()
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
