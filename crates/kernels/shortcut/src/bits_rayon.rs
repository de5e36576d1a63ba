//! The last version: all of it on all cores. Rayon deals out the panels to be packed, and then the bands of results.

use crate::Distances;
use crate::bits::fill_band;
use crate::blocks::BAND;
use crate::even;
use crate::panels::{Packed, ROWS, pack_panel, unpacked};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, from) = (distances.len(), distances.rows());
    pools::rayon(workers).install(|| {
        let mut to = unpacked(n);
        to.par_chunks_mut(n.max(1)).enumerate().for_each(|(p, panel)| {
            pack_panel(from, n, p, panel);
        });
        let packed = Packed { n, from, to: &to };
        // So many rows that each worker gets as many bands.
        let band = even(n.div_ceil(ROWS), BAND / ROWS, workers) * ROWS;
        let bands = r.par_chunks_mut((band * n).max(1)).enumerate();
        bands.for_each(|(b, r)| fill_band(packed, b * band, r));
    });
    Ok(())
}
