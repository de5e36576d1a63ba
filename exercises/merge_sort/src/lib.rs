//! Merge sort in parallel: both halves at the same time, and the merges too.
//!
//! Sort two halves at the same time, then merge them: that is quickly written. But the last merge goes through all
//! elements on one thread while the others watch, so with any number of cores you are at most a few times faster. A
//! merge can be cut in two as well. Take the middle element of the longer side, find by binary search where it belongs
//! in the other side, and you have two smaller merges that have nothing to do with each other.
//!
//! You write two functions:
//!
//! 1. [`merge`] merges two sorted slices into a third, in parallel;
//! 2. [`merge_sort`] sorts a slice, with `merge`.
//!
//! Both are *stable*: of two elements that compare as equal, the one that came first stays first, and in a merge those
//! of `left` come first. Both are given `grain`: a piece of at most that many elements is one thread's, and you may
//! sort it with the standard library's `sort_by`, which is stable. [`sort`] calls yours with a grain for real use.
//!
//! At most 1.5 × n × log₂ n comparisons are made, by all threads of the pool at the same time, and a sort takes no
//! more than 1.5 times as long as if they were shared evenly, which no serial merge can reach. All threads share even
//! a merge of one element with many, where nearly all there is to do is to copy. When a comparison panics, you must
//! panic too, and `items` must still hold each element exactly once, in any order. About 60 minutes.

use std::cmp::Ordering;

/// Sorts `items` in increasing order; equal ones keep their order.
pub fn sort<T: Clone + Ord + Send + Sync>(items: &mut [T]) {
    merge_sort(items, 4096, T::cmp);
}

/// Sorts `items` by `compare`, a total order; equal elements keep their order. Computed by the threads of the rayon
/// pool that this is called in; pieces of at most `grain` elements (at least 1) by one of them.
///
/// # Panics
/// When `compare` does. Then `items` holds the elements that it held before, each once, in any order.
pub fn merge_sort<T: Clone + Send + Sync>(
    items: &mut [T],
    grain: usize,
    compare: impl Fn(&T, &T) -> Ordering + Send + Sync,
) {
    let _ = compare;
    todo!("sort {} elements, down to pieces of {grain}", items.len())
}

/// Merges `left` and `right`, each sorted by `compare`, into `merged`, which is as long as both together and is
/// overwritten. Where elements are equal, those of `left` come first. Computed by the threads of the rayon pool that
/// this is called in; pieces of at most `grain` elements (at least 1) by one of them.
///
/// # Panics
/// When `compare` does. What `merged` holds then doesn't matter.
pub fn merge<T: Clone + Send + Sync>(
    left: &[T],
    right: &[T],
    merged: &mut [T],
    grain: usize,
    compare: &(impl Fn(&T, &T) -> Ordering + Send + Sync),
) {
    let _ = (merged, compare);
    todo!("merge {} elements with {}, down to pieces of {grain}", left.len(), right.len())
}
