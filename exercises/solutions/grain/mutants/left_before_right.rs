//! Computes the left half before it calls `join`: nobody else can begin.

/// Halves, one after the other.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    halves(items, items.len().div_ceil(4 * rayon::current_num_threads()).max(2 * least), part)
}

/// Halves `items` until no part is longer than `grain`.
fn halves<T: Sync>(items: &[T], grain: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    if items.len() <= grain {
        return part(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let left = halves(left, grain, part);
    let (left, right) = rayon::join(|| left, || halves(right, grain, part));
    left.wrapping_add(right)
}
