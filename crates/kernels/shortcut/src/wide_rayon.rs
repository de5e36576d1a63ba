//! Version 8 on all cores: in each block the panels are dealt out, and then the bands.

use crate::{Distances, bits_rayon};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    #[cfg(target_arch = "x86_64")]
    if instruction_set::in_use() == instruction_set::Set::Avx512 {
        use crate::avx512::{ROWS, TILES, blocks, fill_band, pack_panel, room, unpacked};
        use crate::even;
        use rayon::prelude::*;
        let (n, d) = (distances.len(), distances.rows());
        let band = even(n.div_ceil(ROWS), TILES, workers) * ROWS * n;
        pools::rayon(workers).install(|| {
            let mut panels = unpacked(n);
            for stops in blocks(n) {
                let panels = room(&mut panels, n, stops.len());
                let each = panels.par_chunks_mut(stops.len()).enumerate();
                each.for_each(|(p, panel)| pack_panel(d, n, &stops, p, panel));
                let panels = &*panels;
                let bands = d.par_chunks(band).zip(r.par_chunks_mut(band)).enumerate();
                bands.for_each_init(Vec::new, |packed, (b, (rows, r))| {
                    let first = b * band / n;
                    let _part = trace::part(first, first + r.len() / n);
                    // SAFETY: the processor was asked for AVX-512.
                    unsafe { fill_band(rows, panels, n, &stops, r, packed) };
                });
            }
        });
        return Ok(());
    }
    bits_rayon::run(distances, workers, r)
}
