//! Calls the standard library, which is stable, quick, and serial.

use std::cmp::Ordering;

/// Sorts `items` in increasing order; equal ones keep their order.
pub fn sort<T: Clone + Ord + Send + Sync>(items: &mut [T]) {
    merge_sort(items, 4096, T::cmp);
}

/// One line.
pub fn merge_sort<T: Clone + Send + Sync>(
    items: &mut [T],
    grain: usize,
    compare: impl Fn(&T, &T) -> Ordering + Send + Sync,
) {
    let _ = grain;
    items.sort_by(compare);
}

/// Both sides, one after the other, sorted once more.
pub fn merge<T: Clone + Send + Sync>(
    left: &[T],
    right: &[T],
    merged: &mut [T],
    _: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Send + Sync),
) {
    merged.clone_from_slice(&[left, right].concat());
    merged.sort_by(compare);
}
