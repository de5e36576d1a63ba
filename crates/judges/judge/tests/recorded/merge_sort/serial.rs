//! Sorts and merges one half after the other: right, and alone.

use std::cmp::Ordering::{self, Greater, Less};

/// Sorts `items` in increasing order; equal ones keep their order.
pub fn sort<T: Clone + Ord + Send + Sync>(items: &mut [T]) {
    merge_sort(items, 4096, T::cmp);
}

/// Sorts `items` by `compare`; equal elements keep their order.
///
/// # Panics
/// When `compare` does; `items` is then as it was.
pub fn merge_sort<T: Clone + Send + Sync>(
    items: &mut [T],
    grain: usize,
    compare: impl Fn(&T, &T) -> Ordering + Send + Sync,
) {
    let (mut from, mut to) = (items.to_vec(), items.to_vec());
    sort_into(&mut from, &mut to, grain, &compare);
    // Nothing is compared any more: from here on nothing can panic.
    items.swap_with_slice(&mut to);
}

/// Sorts the elements that both `from` and `to` hold, in the same order, into `to`; `from` is space to work in.
fn sort_into<T: Clone + Send + Sync>(
    from: &mut [T],
    to: &mut [T],
    grain: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Send + Sync),
) {
    if to.len() <= grain {
        return to.sort_by(compare);
    }
    let half = to.len() / 2;
    let (from_left, from_right) = from.split_at_mut(half);
    let (to_left, to_right) = to.split_at_mut(half);
    // The other way round: the sorted halves are to lie in `from`.
    sort_into(to_left, from_left, grain, compare);
    sort_into(to_right, from_right, grain, compare);
    merge(from_left, from_right, to, grain, compare);
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
    merge(&left[..i], &right[..j], before, grain, compare);
    merge(&left[i..], &right[j..], after, grain, compare);
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
