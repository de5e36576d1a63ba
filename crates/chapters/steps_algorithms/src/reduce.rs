//! A reduction: all items combined into one, as a tree. `combine` must be associative.

/// All of `items` combined, from left to right; `None` if there are none.
pub fn reduce<T, F>(items: &[T], combine: &F) -> Option<T>
where
    T: Clone + Send + Sync,
    F: Fn(T, T) -> T + Sync,
{
    /// So few items aren't worth sharing out.
    const GRAIN: usize = 4096;
    if items.len() <= GRAIN {
        return items.iter().cloned().reduce(combine);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let half = |half| reduce(half, combine);
    let (left, right) = rayon::join(|| half(left), || half(right));
    Some(combine(left?, right?))
}
