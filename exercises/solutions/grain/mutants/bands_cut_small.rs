//! One band for each thread, cut into parts of the right size: but each thread does its own band's parts alone, and whoever
//! has the heavy band is waited for.
//! caught by: nobody_keeps_his_parts_to_himself

use rayon::prelude::*;

/// Small parts in large tasks.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let workers = rayon::current_num_threads();
    let grain = items.len().div_ceil(8 * workers).max(least);
    let band = items.len().div_ceil(grain).div_ceil(workers).max(1) * grain;
    items
        .par_chunks(band)
        .map(|band| band.chunks(grain).map(part).fold(0, u64::wrapping_add))
        .reduce(|| 0, u64::wrapping_add)
}
