//! Chunks of one length: only the last may be shorter.

use rayon::prelude::*;

/// Eight parts for each thread.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(8 * rayon::current_num_threads()).max(least);
    items.par_chunks(grain).map(part).reduce(|| 0, u64::wrapping_add)
}
