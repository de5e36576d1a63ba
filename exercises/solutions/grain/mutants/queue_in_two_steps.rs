//! A queue of parts whose place is loaded, then stored: two threads may take the same part.
//! caught by: whoever_is_stopped_and_where

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// Sequentially consistent, and still two steps.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(4 * rayon::current_num_threads()).max(least);
    let (parts, place) = (items.chunks(grain).collect::<Vec<_>>(), AtomicUsize::new(0));
    let next = || {
        let i = place.load(SeqCst);
        place.store(i + 1, SeqCst);
        parts.get(i).copied()
    };
    let sums = rayon::broadcast(|_| {
        let mut sum = 0_u64;
        while let Some(items) = next() {
            sum = sum.wrapping_add(part(items));
        }
        sum
    });
    sums.into_iter().fold(0, u64::wrapping_add)
}
