//! Deals the parts out like cards, every `workers`-th to the same task: fair in number, not in weight.
//! caught by: nobody_keeps_his_parts_to_himself

use rayon::prelude::*;

/// A hand for each thread.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let workers = rayon::current_num_threads();
    let parts: Vec<_> = items.chunks(items.len().div_ceil(4 * workers).max(least)).collect();
    (0..workers)
        .into_par_iter()
        .map(|first| parts.iter().skip(first).step_by(workers).map(|items| part(items)).fold(0, u64::wrapping_add))
        .reduce(|| 0, u64::wrapping_add)
}
