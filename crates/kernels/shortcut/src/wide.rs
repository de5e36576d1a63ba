//! Version 8: registers of sixteen numbers. The compiler has made version 7 into code for AVX-512 as well, but vectors
//! of eight and a tile for sixteen registers are what its source says. Here both are made for AVX-512: vectors of
//! sixteen, and 12 × 32 results in 24 of 32 registers.
//!
//! Where the processor has no AVX-512, this is version 7.

use crate::{Distances, bits};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, workers: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    #[cfg(target_arch = "x86_64")]
    if instruction_set::in_use() == instruction_set::Set::Avx512 {
        use crate::avx512::{ROWS, TILES, blocks, fill_band, pack_panel, room, unpacked};
        let (n, d) = (distances.len(), distances.rows());
        let (mut panels, mut packed) = (unpacked(n), vec![]);
        for stops in blocks(n) {
            let panels = room(&mut panels, n, stops.len());
            for (p, panel) in panels.chunks_mut(stops.len()).enumerate() {
                pack_panel(d, n, &stops, p, panel);
            }
            let band = TILES * ROWS * n;
            for (b, (rows, r)) in d.chunks(band).zip(r.chunks_mut(band)).enumerate() {
                let first = b * TILES * ROWS;
                let _part = trace::part(first, first + r.len() / n);
                // SAFETY: the processor was asked for AVX-512.
                unsafe { fill_band(rows, panels, n, &stops, r, &mut packed) };
            }
        }
        return Ok(());
    }
    bits::run(distances, workers, r)
}
