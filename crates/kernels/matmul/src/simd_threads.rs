//! A band of rows for each thread. The panels of `b` are copied once and read by all.

use crate::{Matrices, panels::across, simd};
use shared::Shared;
use std::{iter::zip, thread};
use variant::{Unavailable, Workers};

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, workers: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let n = matrices.len();
    let panels = across(matrices.b(), n);
    let band = workers.band(n) * n.max(1);
    thread::scope(|scope| {
        for (a, c) in zip(matrices.a().chunks(band), c.chunks_mut(band)) {
            scope.spawn(|| simd::band(a, &panels, n, c));
        }
    });
    Ok(())
}
