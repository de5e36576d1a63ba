//! A thread sorts the other half, as long as there are workers for both.

use crate::{GRAIN, Keys, merge, serial};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes `keys` into `answer` in ascending order.
pub fn run(keys: &Keys, workers: Workers, answer: &mut Shared<u64>) -> Result<(), Unavailable> {
    keys.copied(answer, |keys, copy| sort(keys, copy, workers.get()));
    Ok(())
}

/// Sorts `keys` with so many workers. `copy` holds the same keys, and is used up.
pub fn sort(keys: &mut [u64], copy: &mut [u64], workers: usize) {
    if keys.len() <= GRAIN || workers == 1 {
        return serial::sort(keys, copy);
    }
    // Of three workers one gets a third of the keys, and two get the rest.
    let half = workers / 2;
    let middle = keys.len() / workers * half;
    let (low, high) = keys.split_at_mut(middle);
    let (left, right) = copy.split_at_mut(middle);
    // The halves of the copy are sorted, with those of the keys as their copies.
    thread::scope(|scope| {
        scope.spawn(|| sort(left, low, half));
        sort(right, high, workers - half);
    });
    merge(left, right, keys);
}
