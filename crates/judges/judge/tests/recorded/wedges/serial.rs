//! Splits the work into wedges, then does one wedge after another on one thread.

use std::ops::Range;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Right answers, no threads.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    wedges(items.len(), workers).into_iter().flat_map(|wedge| items[wedge].iter().map(&f)).collect()
}
