//! Computes the grain in each call, from what is left there: it shrinks with the parts, and only `least` stops it.

/// Recursive in the wrong place.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    if items.len() <= items.len().div_ceil(4 * rayon::current_num_threads()).max(2 * least) {
        return part(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let (left, right) = rayon::join(|| total(left, least, part), || total(right, least, part));
    left.wrapping_add(right)
}
