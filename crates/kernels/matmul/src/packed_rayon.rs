//! Rayon packs a stripe, and then deals out bands of rows, several for each worker.

use crate::{
    Matrices,
    packed::{Aligned, DEEP, WIDE, part, rows},
    tiles::{Place, Tile},
};
use rayon::prelude::*;
use shared::Shared;
use std::iter::zip;
use variant::{Unavailable, Workers};

/// Bands for each worker: several, so that none waits long for the last one.
const BANDS: usize = 4;

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, workers: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let tile = Tile::all()[0];
    let n = matrices.len();
    let (deep, wide) = (part(n, DEEP, 1), part(n, WIDE, tile.columns));
    let band = part(n, n.div_ceil(BANDS * workers.get()), tile.rows) * n.max(1);
    let mut stripe = Aligned::default();
    pools::rayon(workers).install(|| {
        for left in (0..n).step_by(wide) {
            let stripe = stripe.numbers(n * wide);
            let blocks = stripe.par_chunks_mut(deep * wide).zip(matrices.b().par_chunks(deep * n));
            blocks.for_each(|(block, b)| (tile.across)(b, n, left, block));
            let bands = matrices.a().par_chunks(band).zip(c.par_chunks_mut(band));
            bands.for_each(|(a, c)| {
                for (block, top) in zip(stripe.chunks(deep * wide), (0..n).step_by(deep)) {
                    rows(tile, a, block, c, Place { n, left, top, wide });
                }
            });
        }
    });
    Ok(())
}
