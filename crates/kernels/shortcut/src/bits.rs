//! Version 7: minima of integers. A core of this kind has four vector units, and all of them can compare integers. And
//! the bits of a number that isn't negative, read as an integer, are the larger the larger it is.

use crate::Distances;
use crate::blocks::{BAND, in_blocks};
use crate::outer::Shorter;
use crate::panels::{Packed, pack};
use instruction_set::widest;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, from) = (distances.len(), distances.rows());
    let packed = Packed { n, from, to: &pack(from, n) };
    for (b, r) in r.chunks_mut((BAND * n).max(1)).enumerate() {
        fill_band(packed, b * BAND, r);
    }
    Ok(())
}

/// Writes the rows from `first` into `r`, as many as it has.
pub(crate) fn fill_band(packed: Packed, first: usize, r: &mut [f32]) {
    let _part = trace::part(first, first + r.len() / packed.n);
    compiled(packed, first, r);
}

widest! {
    fn compiled(packed: Packed, first: usize, r: &mut [f32]) {
        avx512 => in_blocks::<Bits>(packed, first, r),
        avx2 => in_blocks::<Bits>(packed, first, r),
        baseline => in_blocks::<Bits>(packed, first, r),
    }
}

// ANCHOR: shorter
/// Compares the bits.
struct Bits;

impl Shorter for Bits {
    #[inline(always)]
    fn shorter(best: f32, from: f32, to: f32) -> f32 {
        let way = (from + to).to_bits().cast_signed();
        let best = best.to_bits().cast_signed();
        f32::from_bits(way.min(best).cast_unsigned())
    }
}
// ANCHOR_END: shorter
