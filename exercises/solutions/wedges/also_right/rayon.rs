//! Rayon, in a pool of as many threads as asked for.

use rayon::prelude::*;
use std::ops::Range;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |w: usize| (w as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(w)..begin(w + 1)).collect()
}

/// Rayon makes its own wedges, and smaller ones for whoever is done early.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    pool.install(|| items.par_iter().map(|item| f(item)).collect())
}
