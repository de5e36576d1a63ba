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
        use crate::avx512::{BAND, fill_band, pack_panel, unpacked};
        let (n, from) = (distances.len(), distances.rows());
        let mut to = unpacked(n);
        for (p, panel) in to.chunks_mut(n.max(1)).enumerate() {
            pack_panel(from, n, p, panel);
        }
        for (b, r) in r.chunks_mut((BAND * n).max(1)).enumerate() {
            // SAFETY: the processor was asked for AVX-512.
            unsafe { fill_band(from, &to, n, b * BAND, r) };
        }
        return Ok(());
    }
    bits::run(distances, workers, r)
}
