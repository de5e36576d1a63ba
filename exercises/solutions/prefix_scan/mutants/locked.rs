//! Passes what came before from thread to thread behind a lock, and holds the lock while it scans.
//! caught by: both_passes_are_shared_out

use std::{
    sync::{Condvar, Mutex},
    thread,
};

/// One band at a time.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let band = items.len().div_ceil(workers).max(1);
    let mut totals = items.to_vec();
    let (state, changed) = (Mutex::new((0, None::<T>)), Condvar::new());
    thread::scope(|scope| {
        for (w, totals) in totals.chunks_mut(band).enumerate() {
            let (state, changed, combine) = (&state, &changed, &combine);
            scope.spawn(move || {
                let mut state = changed.wait_while(state.lock().unwrap(), |state| state.0 < w).unwrap();
                for total in totals.iter_mut() {
                    if let Some(before) = &state.1 {
                        *total = combine(before, total);
                    }
                    state.1 = Some(total.clone());
                }
                state.0 += 1;
                changed.notify_all();
            });
        }
    });
    totals
}
