//! Version 0 on several cores: each thread computes a band of rows.

use crate::{Distances, shorter};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, d) = (distances.len(), distances.rows());
    let rows = workers.band(n);
    thread::scope(|scope| {
        for (band, r) in r.chunks_mut((rows * n).max(1)).enumerate() {
            scope.spawn(move || {
                for (i, r) in (band * rows..).zip(r.chunks_mut(n)) {
                    for (j, r) in r.iter_mut().enumerate() {
                        let mut best = f32::INFINITY;
                        for k in 0..n {
                            best = shorter(best, d[i * n + k], d[k * n + j]);
                        }
                        *r = best;
                    }
                }
            });
        }
    });
    Ok(())
}
