//! A histogram: each piece counts in an array of its own, then the arrays are added.

use rayon::prelude::*;

/// How often each byte occurs.
pub fn histogram(bytes: &[u8]) -> [u64; 256] {
    let count = |mut counts: [u64; 256], &byte: &u8| {
        counts[usize::from(byte)] += 1;
        counts
    };
    let add = |mut counts: [u64; 256], more: [u64; 256]| {
        counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        counts
    };
    bytes.par_iter().fold(|| [0; 256], count).reduce(|| [0; 256], add)
}
