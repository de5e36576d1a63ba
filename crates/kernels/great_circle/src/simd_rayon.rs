//! Every core computes several distances with each instruction: the two kinds of parallelism multiply.

use crate::{Pairs, simd};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Pairs dealt out at a time: about 20 µs of work, a hundred times what handing it over costs.
const GRAIN: usize = 8192;

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, workers: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| {
        km.par_chunks_mut(GRAIN).enumerate().for_each(|(c, km)| {
            simd::fill(pairs, c * GRAIN, km);
        });
    });
    Ok(())
}
