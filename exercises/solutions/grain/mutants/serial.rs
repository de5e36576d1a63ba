//! Cuts well, and computes one part after the other.

/// Nothing is parallel.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(8 * rayon::current_num_threads()).max(least);
    items.chunks(grain).map(part).fold(0, u64::wrapping_add)
}
