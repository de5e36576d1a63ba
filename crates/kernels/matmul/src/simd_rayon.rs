//! Rayon deals out bands of rows, several for each worker.

use crate::{Matrices, panels::across, simd};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Rows dealt out at a time: a multiple of the six that are worked on together.
const GRAIN: usize = 48;

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, workers: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let n = matrices.len();
    let panels = across(matrices.b(), n);
    let band = GRAIN * n.max(1);
    pools::rayon(workers).install(|| {
        let bands = matrices.a().par_chunks(band).zip(c.par_chunks_mut(band));
        bands.for_each(|(a, c)| simd::band(a, &panels, n, c));
    });
    Ok(())
}
