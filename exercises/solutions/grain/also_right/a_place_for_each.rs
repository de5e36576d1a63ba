//! A place for each part's sum, which is filled once.

use rayon::prelude::*;
use std::sync::OnceLock;

/// Eight parts for each thread.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(8 * rayon::current_num_threads()).max(least);
    let sums = vec![OnceLock::new(); items.len().div_ceil(grain)];
    items.par_chunks(grain).zip(&sums).for_each(|(items, sum)| _ = sum.set(part(items)));
    sums.iter().filter_map(OnceLock::get).fold(0, |total, &sum| total.wrapping_add(sum))
}
