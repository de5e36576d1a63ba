//! Whoever is free sorts the other half, and merges the other half.

use crate::{GRAIN, Keys, merge, serial};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes `keys` into `answer` in ascending order.
pub fn run(keys: &Keys, workers: Workers, answer: &mut Shared<u64>) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| keys.copied(answer, sort));
    Ok(())
}

/// Sorts `keys`. `copy` holds the same keys, and is used up.
pub fn sort(keys: &mut [u64], copy: &mut [u64]) {
    if keys.len() <= GRAIN {
        return serial::sort(keys, copy);
    }
    let middle = keys.len() / 2;
    let (low, high) = keys.split_at_mut(middle);
    let (left, right) = copy.split_at_mut(middle);
    // The halves of the copy are sorted, with those of the keys as their copies.
    rayon::join(|| sort(left, low), || sort(right, high));
    merge_both_ends(left, right, keys);
}

/// As [`merge`]: the lower keys of both sides into the front, and at the same time the higher ones into the back.
pub fn merge_both_ends(left: &[u64], right: &[u64], into: &mut [u64]) {
    if into.len() <= GRAIN {
        return merge(left, right, into);
    }
    // The middle key of the longer side, and where it would stand in the other one. Of equal keys those from the left
    // stay in front.
    let (i, j) = if left.len() >= right.len() {
        let i = left.len() / 2;
        (i, right.partition_point(|&key| key < left[i]))
    } else {
        let j = right.len() / 2;
        (left.partition_point(|&key| key <= right[j]), j)
    };
    let ((left, more_left), (right, more_right)) = (left.split_at(i), right.split_at(j));
    let (front, back) = into.split_at_mut(i + j);
    rayon::join(|| merge_both_ends(left, right, front), || merge_both_ends(more_left, more_right, back));
}
