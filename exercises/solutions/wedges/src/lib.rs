//! Split a slice into wedges, one for each worker, and let all workers work at the same time.

use std::ops::Range;
use std::thread;

/// Splits the numbers from 0 to `n` between `workers` workers (at least 1): exactly `workers` ranges, one after
/// another, whose lengths differ by at most one.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let (each, left_over) = (n / workers, n % workers);
    let mut start = 0;
    (0..workers)
        .map(|worker| {
            let end = start + each + usize::from(worker < left_over);
            let wedge = start..end;
            start = end;
            wedge
        })
        .collect()
}

/// What `f` makes of each of `items`, in the order of the items, computed by `workers` threads (at least 1) at the same
/// time.
///
/// # Panics
/// When `f` does.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    thread::scope(|scope| {
        let threads: Vec<_> = wedges(items.len(), workers)
            .into_iter()
            .filter(|wedge| !wedge.is_empty())
            .map(|wedge| scope.spawn(move || items[wedge].iter().map(f).collect::<Vec<R>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("`f` doesn't panic")).collect()
    })
}
