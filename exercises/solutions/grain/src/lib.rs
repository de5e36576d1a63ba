//! Tasks so large that they pay for themselves, and so small that nobody waits long for the last.

/// The sum of what `part` returns for parts of `items`, none of them under `least`, at least four for each thread.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let quarter = items.len().div_ceil(4 * rayon::current_num_threads());
    // Halves of what is longer than twice `least` are no shorter than `least`.
    halves(items, quarter.max(2 * least), part)
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
