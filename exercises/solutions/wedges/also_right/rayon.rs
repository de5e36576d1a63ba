//! Rayon, in a pool of as many threads as asked for.

use rayon::prelude::*;
use std::ops::Range;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Rayon makes its own wedges, and smaller ones for whoever is done early.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    pool.install(|| items.par_iter().map(|item| f(item)).collect())
}
