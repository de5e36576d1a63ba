//! Split a slice into wedges, one for each worker, and let all workers work at the same time.
//!
//! You write two functions:
//!
//! 1. [`wedges`] says who gets what: `wedges(10, 3)` may be `[0..4, 4..7, 7..10]`;
//! 2. [`map_wedges`] applies a function to every item of a slice, each worker to its own wedge.
//!
//! Start with `thread::scope`: threads started in it may borrow the slice.
//!
//! The check proves that the answers are right for many lengths and numbers of workers: lengths that don't divide,
//! nothing at all, more workers than items, as many items as a `usize` can count. Then it proves how they came about:
//! each item by one call of `f`, with `workers` threads at work at the same time (or one for each item, if there are
//! fewer items). Your function may do some of the work on the thread that called it; that thread then counts as one of
//! the workers. If your workers share a lock or an atomic of `std::sync`, look at it and change it in one step (one
//! `fetch_add`, or both under one `lock`). The check pauses a worker at each lock or atomic, to expose races. And when
//! `f` panics, your function must panic too, instead of returning what the other threads have made. About 25 minutes.
//!
//! You need only: `thread::scope`, `spawn` in it, `join` (an `Err` where the thread has panicked), slices by range.

use std::ops::Range;

/// Splits the numbers from 0 to `n` between `workers` workers (at least 1).
///
/// Returns exactly `workers` ranges. Each begins where the one before ends, the first at 0, and the last ends at `n`.
/// Their lengths differ by at most one; with more workers than numbers, some are empty.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    todo!("split {n} items between {workers} workers")
}

/// What `f` makes of each of `items`, in the order of the items, computed by `workers` threads (at least 1) at the same
/// time.
///
/// # Panics
/// When `f` does.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let _ = f;
    todo!("apply `f` to {} items, a wedge on each of {workers} threads", items.len())
}
