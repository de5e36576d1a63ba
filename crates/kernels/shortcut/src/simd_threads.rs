//! Version 3 on several cores: each thread computes a band of rows.

use crate::simd::fill_rows;
use crate::{Distances, padded, transposed};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let n = distances.len();
    let from = &padded(distances.rows(), n);
    let to = &padded(&transposed(distances.rows(), n), n);
    let rows = n.div_ceil(workers.get()).max(1);
    thread::scope(|scope| {
        for (band, r) in r.chunks_mut((rows * n).max(1)).enumerate() {
            scope.spawn(move || fill_rows(from, to, n, band * rows, r));
        }
    });
    Ok(())
}
