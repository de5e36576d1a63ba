//! Version 0: the definition, written down. One core looks at every stop for every pair of places.

use crate::{Distances, shorter};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, d) = (distances.len(), distances.rows());
    for i in 0..n {
        for j in 0..n {
            let mut best = f32::INFINITY;
            for k in 0..n {
                best = shorter(best, d[i * n + k], d[k * n + j]);
            }
            r[i * n + j] = best;
        }
    }
    Ok(())
}
