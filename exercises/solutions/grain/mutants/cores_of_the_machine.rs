//! Asks the machine for its cores, not the pool for its threads.

use std::thread;

/// Right in rayon's own pool.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    halves(items, items.len().div_ceil(4 * workers).max(2 * least), part)
}

/// Halves `items` until no part is longer than `grain`.
fn halves<T: Sync>(items: &[T], grain: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    if items.len() <= grain {
        return part(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let (left, right) = rayon::join(|| halves(left, grain, part), || halves(right, grain, part));
    left.wrapping_add(right)
}
