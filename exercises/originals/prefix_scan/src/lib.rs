//! Compute all running totals of a slice with several workers, in two passes.
//!
//! `prefix_scan(&[3, 1, 4, 1], 2, |a, b| a + b)` returns `[3, 4, 8, 9]`: each answer is all items up to and including
//! that one, combined from left to right. `combine` may be a sum, a maximum, the product of two matrices, or the
//! joining of two texts. All you may rely on is that it is *associative*, so that `combine(a, combine(b, c))` is
//! `combine(combine(a, b), c)`. It need not be commutative (`combine(b, a)` may be something else), and nobody gives
//! you a zero to begin with.
//!
//! Cut the items into bands of neighbours. In the first pass the workers compute the totals of their bands; between the
//! passes you work out what comes before each band; in the second pass they compute the answers. With one band for each
//! worker, two of them waste the first pass: nobody asks for the last band's total, and the first band's answers could
//! be computed at once. Cut one band more than there are workers, and nothing is wasted.
//!
//! `combine` is called at most 2 × items + 4 × workers times, by all `workers` at once where there are plenty of
//! items, and the whole takes as long as at most 2 × items / (workers + 1) + 2 × workers + 4 calls one after another.
//! When `combine` panics, so must [`prefix_scan`]. The calling thread may be one of the workers. About 40 minutes.

/// All running totals of `items` (perhaps none), computed by `workers` threads (at least 1).
///
/// Answer `i` is `items[0]`, …, `items[i]` combined from left to right; `combine(left, right)` combines two
/// neighbouring parts. Answer 0 is a clone of `items[0]`.
///
/// # Panics
/// When `combine` does.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let _ = combine;
    todo!("scan {} items in two passes of {workers} workers", items.len())
}
