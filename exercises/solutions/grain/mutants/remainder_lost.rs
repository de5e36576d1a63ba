//! Takes parts of equal length only; what is left over at the end is nobody's.

use rayon::prelude::*;

/// Exact in the wrong sense.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(8 * rayon::current_num_threads()).max(least);
    items.par_chunks_exact(grain).map(part).reduce(|| 0, u64::wrapping_add)
}
