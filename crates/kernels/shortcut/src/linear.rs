//! Version 1: both reads walk along a row. The distances are transposed once, so that the way from stop `k` to place
//! `j` lies beside the one from stop `k + 1`.

use crate::{Distances, shorter, transposed};
use shared::Shared;
use std::iter::zip;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, d) = (distances.len(), distances.rows());
    let t = transposed(d, n);
    for i in 0..n {
        let from = &d[i * n..][..n];
        for j in 0..n {
            let to = &t[j * n..][..n];
            let mut best = f32::INFINITY;
            for (&from, &to) in zip(from, to) {
                best = shorter(best, from, to);
            }
            r[i * n + j] = best;
        }
    }
    Ok(())
}
