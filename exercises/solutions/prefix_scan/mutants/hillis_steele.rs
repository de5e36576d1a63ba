//! Doubles the distance in each round, as for a machine with a processor for each item: items × log₂ items calls.
//! caught by: neighbours_are_combined_and_nothing_else

use std::thread;

/// Few rounds, far too much work.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let mut totals = items.to_vec();
    let mut distance = 1;
    while distance < items.len() {
        let (old, combine) = (totals.clone(), &combine);
        let band = items.len().div_ceil(workers);
        thread::scope(|scope| {
            for (w, band_totals) in totals.chunks_mut(band).enumerate() {
                let old = &old;
                scope.spawn(move || {
                    for (i, total) in (w * band..).zip(band_totals) {
                        if i >= distance {
                            *total = combine(&old[i - distance], &old[i]);
                        }
                    }
                });
            }
        });
        distance *= 2;
    }
    totals
}
