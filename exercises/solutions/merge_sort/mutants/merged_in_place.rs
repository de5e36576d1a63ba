//! Merges into `items` itself from copies of its halves: when a comparison panics there, some elements are there twice and others are gone.

use std::cmp::Ordering::{self, Greater, Less};

/// Sorts `items` in increasing order; equal ones keep their order.
pub fn sort<T: Clone + Ord + Send + Sync>(items: &mut [T]) {
    merge_sort(items, 4096, T::cmp);
}

/// A copy for each merge.
pub fn merge_sort<T: Clone + Send + Sync>(
    items: &mut [T],
    grain: usize,
    compare: impl Fn(&T, &T) -> Ordering + Send + Sync,
) {
    sort_in_place(items, grain, &compare);
}

/// Sorts both halves, copies them, and merges the copies back.
fn sort_in_place<T: Clone + Send + Sync>(
    items: &mut [T],
    grain: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Send + Sync),
) {
    if items.len() <= grain {
        return items.sort_by(compare);
    }
    let half = items.len() / 2;
    let (left, right) = items.split_at_mut(half);
    rayon::join(|| sort_in_place(left, grain, compare), || sort_in_place(right, grain, compare));
    let (left, right) = (left.to_vec(), right.to_vec());
    merge(&left, &right, items, grain, compare);
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
