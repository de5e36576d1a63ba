//! Compute all running totals of a slice with several workers, in two passes.
//!
//! `prefix_scan(&[3, 1, 4, 1], 2, |a, b| a + b)` returns `[3, 4, 8, 9]`: each answer is all items up to and including
//! that one, combined from left to right. `combine` may be a sum, a maximum, the product of two matrices, or the
//! joining of two texts. All you may rely on is that it is *associative*, so that `combine(a, combine(b, c))` is
//! `combine(combine(a, b), c)`. It need not be commutative (`combine(b, a)` may be something else), and nobody gives
//! you a zero to begin with.
//!
//! Cut the items into one band of neighbours for each worker. In the first pass the workers find out what their bands
//! come to; between the passes you work out what comes before each band; in the second pass they make the answers.
//!
//! The check compares with a serial scan, for operators that notice when parts are combined in the wrong order, twice,
//! or not at all. Then it counts: `combine` is called at most 2 × items + 4 × workers times, `workers` of them at once
//! where there are plenty of items, and the whole takes at most 2 × items / workers + 4 × workers + 8 calls one after
//! another, for a call takes as long as any other. When `combine` panics, so must [`prefix_scan`]. The calling thread
//! may be one of the workers. About 35 minutes.

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
