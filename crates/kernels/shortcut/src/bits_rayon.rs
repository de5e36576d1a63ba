//! The last version: all of it on all cores. Rayon deals out the strips to
//! be copied, and then the bands of results.

use crate::Distances;
use crate::bits::fill_band;
use crate::blocks::BAND;
use crate::outer::{COLUMNS, NO_WAY, Pair, fill_strip};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other
/// into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, from) = (distances.len(), distances.rows());
    pools::rayon(workers).install(|| {
        let mut to = vec![NO_WAY[0]; n * n.div_ceil(COLUMNS)];
        to.par_chunks_mut(n.max(1)).enumerate().for_each(|(s, strip)| {
            fill_strip(from, n, s, strip);
        });
        let pair = Pair { n, from, to: &to };
        let bands = r.par_chunks_mut((BAND * n).max(1)).enumerate();
        bands.for_each(|(b, r)| fill_band(pair, b * BAND, r));
    });
    Ok(())
}
