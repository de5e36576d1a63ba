//! Hands down how many cuts are left instead of a length, as rayon's own iterators do.

/// Three or more cuts on each way down: eight parts for each thread, or sixteen.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    cut(items, 8 * rayon::current_num_threads(), least, part)
}

/// Cuts `items` into about `parts` parts.
fn cut<T: Sync>(items: &[T], parts: usize, least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    if parts <= 1 || items.len() < 2 * least {
        return part(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let half = parts.div_ceil(2);
    let (left, right) = rayon::join(|| cut(left, half, least, part), || cut(right, half, least, part));
    left.wrapping_add(right)
}
