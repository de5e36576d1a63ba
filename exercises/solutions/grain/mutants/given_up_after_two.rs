//! Adds each part's sum by compare-and-exchange, and when two have failed, writes its own over what the others have added.
//! caught by: whoever_is_stopped_and_where

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

/// Twice should be enough.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let grain = items.len().div_ceil(8 * rayon::current_num_threads()).max(least);
    let sum = AtomicU64::new(0);
    let add = |mine: u64| {
        let mut known = sum.load(SeqCst);
        for _ in 0..2 {
            match sum.compare_exchange(known, known.wrapping_add(mine), SeqCst, SeqCst) {
                Ok(_) => return,
                Err(other) => known = other,
            }
        }
        sum.store(known.wrapping_add(mine), SeqCst);
    };
    rayon::scope(|scope| {
        for items in items.chunks(grain) {
            let add = &add;
            scope.spawn(move |_| add(part(items)));
        }
    });
    sum.into_inner()
}
