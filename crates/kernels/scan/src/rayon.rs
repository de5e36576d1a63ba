//! The same two passes on rayon's pool, which need not start any threads.

use crate::{Numbers, scan, sum};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the running totals of `numbers` into `totals`.
pub fn run(numbers: &Numbers, workers: Workers, totals: &mut Shared<u64>) -> Result<(), Unavailable> {
    let band = workers.band(numbers.len());
    pools::rayon(workers).install(|| {
        let mut before: Vec<u64> = numbers.par_chunks(band).map(sum).collect();
        // A small scan in the middle: each sum becomes the sum of those before it.
        let mut total = 0_u64;
        for sum in &mut before {
            (*sum, total) = (total, total.wrapping_add(*sum));
        }
        let bands = numbers.par_chunks(band).zip(totals.par_chunks_mut(band));
        bands.zip(before).for_each(|((numbers, totals), before)| {
            scan(before, numbers, totals);
        });
    });
    Ok(())
}
