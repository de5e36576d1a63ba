//! Cuts what is merged into pieces of equal length, and finds by binary search which elements each piece needs (Merge Path, Odeh and others 2012).

use rayon::prelude::*;
use std::cmp::Ordering::{self, Less};

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
    rayon::join(|| sort_into(to_left, from_left, grain, compare), || sort_into(to_right, from_right, grain, compare));
    merge(from_left, from_right, to, grain, compare);
}

/// Every piece of `grain` elements on its own, however the elements lie.
pub fn merge<T: Clone + Send + Sync>(
    left: &[T],
    right: &[T],
    merged: &mut [T],
    grain: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Send + Sync),
) {
    merged.par_chunks_mut(grain).enumerate().for_each(|(piece, merged)| {
        let (first, last) = (piece * grain, piece * grain + merged.len());
        let (i, k) = (of_left(left, right, first, compare), of_left(left, right, last, compare));
        merge_serially(&left[i..k], &right[first - i..last - k], merged, compare);
    });
}

/// How many of the first `rank` merged elements are of `left`.
fn of_left<T>(left: &[T], right: &[T], rank: usize, compare: &impl Fn(&T, &T) -> Ordering) -> usize {
    let (mut low, mut high) = (rank.saturating_sub(right.len()), rank.min(left.len()));
    while low < high {
        let i = low.midpoint(high);
        if compare(&right[rank - i - 1], &left[i]) == Less { high = i } else { low = i + 1 }
    }
    low
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
