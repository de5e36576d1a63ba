//! Version 8 on all cores. The bands are cut so that each worker gets as many as the others: eleven bands for two leave
//! one of them waiting.

use crate::{Distances, bits_rayon};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    #[cfg(target_arch = "x86_64")]
    if instruction_set::in_use() == instruction_set::Set::Avx512 {
        use crate::avx512::{BAND, ROWS, fill_band, pack_panel, unpacked};
        use rayon::prelude::*;
        let (n, from) = (distances.len(), distances.rows());
        pools::rayon(workers).install(|| {
            let mut to = unpacked(n);
            to.par_chunks_mut(n.max(1)).enumerate().for_each(|(p, panel)| pack_panel(from, n, p, panel));
            let bands = n.div_ceil(BAND).next_multiple_of(workers.get());
            let band = n.div_ceil(bands.max(1)).next_multiple_of(ROWS);
            r.par_chunks_mut((band * n).max(1)).enumerate().for_each(|(b, r)| {
                // SAFETY: the processor was asked for AVX-512.
                unsafe { fill_band(from, &to, n, b * band, r) };
            });
        });
        return Ok(());
    }
    bits_rayon::run(distances, workers, r)
}
