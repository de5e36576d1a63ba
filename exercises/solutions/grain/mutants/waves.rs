//! As many parts at a time as there are threads, and waits for all of them before the next wave.
//! caught by: nobody_keeps_his_parts_to_himself

use rayon::prelude::*;

/// Each wave waits for its slowest.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let workers = rayon::current_num_threads();
    let grain = items.len().div_ceil(8 * workers).max(least);
    items
        .chunks(grain * workers)
        .map(|wave| wave.par_chunks(grain).map(part).reduce(|| 0, u64::wrapping_add))
        .fold(0, u64::wrapping_add)
}
