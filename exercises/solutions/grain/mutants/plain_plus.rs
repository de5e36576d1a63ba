//! Adds the sums of the parts with `+`: large sums panic in a debug build.

/// Halves, and what rayon's `sum` does as well.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let quarter = items.len().div_ceil(4 * rayon::current_num_threads());
    halves(items, quarter.max(2 * least), part)
}

/// Halves `items` until no part is longer than `grain`.
fn halves<T: Sync>(items: &[T], grain: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    if items.len() <= grain {
        return part(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let (left, right) = rayon::join(|| halves(left, grain, part), || halves(right, grain, part));
    left + right
}
