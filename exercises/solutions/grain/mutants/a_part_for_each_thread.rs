//! As many parts as threads: whoever has the hard one is waited for.

/// Boulders.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    halves(items, items.len().div_ceil(rayon::current_num_threads()).max(2 * least), part)
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
