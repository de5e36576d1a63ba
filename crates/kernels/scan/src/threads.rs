//! Two passes: each thread adds up its band; then each knows what came before it, and scans.

use crate::{Numbers, scan, sum};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, workers: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    let band = workers.band(numbers.len());
    let sums: Vec<u64> = thread::scope(|scope| {
        let bands = numbers.chunks(band);
        let threads: Vec<_> = bands.map(|numbers| scope.spawn(|| sum(numbers))).collect();
        threads.into_iter().map(|thread| thread.join().expect("sums don't panic")).collect()
    });
    thread::scope(|scope| {
        let bands = numbers.chunks(band).zip(totals.chunks_mut(band));
        let mut before = 0_u64;
        for ((numbers, totals), sum) in bands.zip(sums) {
            scope.spawn(move || scan(before, numbers, totals));
            before = before.wrapping_add(sum);
        }
    });
    Ok(())
}
