//! Whoever is free sorts the other half. One core merges them.

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
    merge(left, right, keys);
}
