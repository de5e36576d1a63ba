//! Each answer in its item's place.

use rayon::prelude::*;

/// What `job` says of each item, in the order of the items.
pub fn run<T, R>(items: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R>
where
    T: Sync,
    R: Send,
{
    items.par_iter().map(&job).collect()
}
