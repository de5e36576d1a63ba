//! Both halves at once, if another worker is free.

/// The sum of what `cost` says of each item. Parts of up to `grain` items (≥ 1) are added up by one worker.
pub fn run<T, C>(items: &[T], grain: usize, cost: &C) -> u64
where
    T: Sync,
    C: Fn(&T) -> u64 + Sync,
{
    if items.len() <= grain {
        return items.iter().map(cost).sum();
    }
    let (left, right) = items.split_at(items.len() / 2);
    let left = || run(left, grain, cost);
    let right = || run(right, grain, cost);
    let (left, right) = rayon::join(left, right);
    left + right
}
