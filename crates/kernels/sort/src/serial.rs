//! One core sorts one half, then the other, and merges them.

use crate::{Keys, LEAF, insertion, merge};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes `keys` into `answer` in ascending order.
pub fn run(keys: &Keys, _: Workers, answer: &mut Shared<u64>) -> Result<(), Unavailable> {
    keys.copied(answer, sort);
    Ok(())
}

/// Sorts `keys`. `copy` holds the same keys, and is used up.
pub fn sort(keys: &mut [u64], copy: &mut [u64]) {
    if keys.len() <= LEAF {
        return insertion(keys);
    }
    let middle = keys.len() / 2;
    let (low, high) = keys.split_at_mut(middle);
    let (left, right) = copy.split_at_mut(middle);
    // The halves of the copy are sorted, with those of the keys as their copies.
    sort(left, low);
    sort(right, high);
    merge(left, right, keys);
}
