//! From the bottom up: sorted pieces first, then rounds of merges of twice the length.

use rayon::prelude::*;
use std::cmp::Ordering::{self, Greater, Less};

/// Sorts `items` in increasing order; equal ones keep their order.
pub fn sort<T: Clone + Ord + Send + Sync>(items: &mut [T]) {
    merge_sort(items, 4096, T::cmp);
}

/// No recursion but in the merges.
pub fn merge_sort<T: Clone + Send + Sync>(
    items: &mut [T],
    grain: usize,
    compare: impl Fn(&T, &T) -> Ordering + Send + Sync,
) {
    let (mut from, mut to) = (items.to_vec(), items.to_vec());
    from.par_chunks_mut(grain).for_each(|piece| piece.sort_by(&compare));
    let mut length = grain;
    while length < items.len() {
        to.par_chunks_mut(2 * length).zip(from.par_chunks(2 * length)).for_each(|(merged, both)| {
            let (left, right) = both.split_at(length.min(both.len()));
            merge(left, right, merged, grain, &compare);
        });
        std::mem::swap(&mut from, &mut to);
        length *= 2;
    }
    items.swap_with_slice(&mut from);
}

/// Merges `left` and `right` into `merged`; where elements are equal, those of `left` come first.
///
/// # Panics
/// When `compare` does.
pub fn merge<T: Clone + Send + Sync>(
    left: &[T],
    right: &[T],
    merged: &mut [T],
    grain: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Send + Sync),
) {
    // One element a side: nothing to cut.
    if merged.len() <= grain.max(2) {
        return merge_serially(left, right, merged, compare);
    }
    // The longer side's middle, and the place in the other side before which everything goes before that.
    let (i, j) = if left.len() >= right.len() {
        let i = left.len() / 2;
        (i, right.partition_point(|r| compare(r, &left[i]) == Less))
    } else {
        let j = right.len() / 2;
        (left.partition_point(|l| compare(l, &right[j]) != Greater), j)
    };
    let (before, after) = merged.split_at_mut(i + j);
    rayon::join(
        || merge(&left[..i], &right[..j], before, grain, compare),
        || merge(&left[i..], &right[j..], after, grain, compare),
    );
}

/// The usual merge, on one thread.
fn merge_serially<T: Clone>(left: &[T], right: &[T], merged: &mut [T], compare: &impl Fn(&T, &T) -> Ordering) {
    let (mut i, mut j) = (0, 0);
    for slot in merged {
        let from_left = j == right.len() || (i < left.len() && compare(&right[j], &left[i]) != Less);
        let next = if from_left { &left[i] } else { &right[j] };
        slot.clone_from(next);
        if from_left { i += 1 } else { j += 1 }
    }
}
