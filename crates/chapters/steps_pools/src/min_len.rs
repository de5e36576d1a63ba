//! Rayon decides how to split, down to pieces of a least length.

use rayon::prelude::*;

/// The sum of what `cost` says of each item. No part has fewer than `grain` items (≥ 1), unless there are no more.
pub fn run<T, C>(items: &[T], grain: usize, cost: &C) -> u64
where
    T: Sync,
    C: Fn(&T) -> u64 + Sync,
{
    items.par_iter().with_min_len(grain).map(cost).sum()
}
