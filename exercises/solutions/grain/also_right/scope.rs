//! A task for each part in a `scope`; a shared sum, which is added to once for each part.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Twelve parts for each thread.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(12 * rayon::current_num_threads()).max(least);
    let sum = AtomicU64::new(0);
    rayon::scope(|scope| {
        for items in items.chunks(grain) {
            scope.spawn(|_| _ = sum.fetch_add(part(items), Relaxed));
        }
    });
    sum.into_inner()
}
