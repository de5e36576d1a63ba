//! The two passes of `extra_band_threads`, over one band more than there are threads; the totals are stored past the
//! caches.

use crate::{Numbers, streaming::scan, sum};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, workers: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    let band = numbers.len().div_ceil(workers.get() + 1);
    let ((first, rest), (totals, rest_totals)) = (numbers.split_at(band), totals.split_at_mut(band));
    // No numbers make bands of none, which `chunks` doesn't like.
    let band = band.max(1);
    let (mut before, sums) = thread::scope(|scope| {
        let between = rest.chunks(band).take(workers.get() - 1);
        let threads: Vec<_> = between.map(|numbers| scope.spawn(|| sum(numbers))).collect();
        let before = scan(0, first, totals);
        let sums = threads.into_iter().map(|thread| thread.join().expect("sums don't panic"));
        (before, sums.collect::<Vec<u64>>())
    });
    thread::scope(|scope| {
        let mut sums = sums.into_iter();
        for (numbers, totals) in rest.chunks(band).zip(rest_totals.chunks_mut(band)) {
            scope.spawn(move || scan(before, numbers, totals));
            before = before.wrapping_add(sums.next().unwrap_or(0));
        }
    });
    Ok(())
}
