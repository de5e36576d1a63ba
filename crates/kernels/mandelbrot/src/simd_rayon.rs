//! Every core computes several neighbouring pixels with each instruction: the two kinds of parallelism multiply.

use crate::{View, simd};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| {
        counts.par_chunks_mut(view.columns.max(1)).enumerate().for_each(|(row, counts)| {
            simd::fill_row(view, row, 0, counts);
        });
    });
    Ok(())
}
