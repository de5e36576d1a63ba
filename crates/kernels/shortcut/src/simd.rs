//! Version 3: vectors. Each of the four chains is now eight numbers wide, so that one instruction compares eight stops.
//!
//! Nothing here names an instruction: arrays of eight numbers, worked on element by element, are what the compiler
//! makes vectors of. The same source is compiled for AVX-512, for AVX2 and for any processor, and this one is asked
//! which of them it can run.

use crate::{CHAINS, Distances, LANES, Vector, padded, shorter, transposed, vectors};
use instruction_set::widest;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let n = distances.len();
    let from = padded(distances.rows(), n);
    let to = padded(&transposed(distances.rows(), n), n);
    fill_rows(&from, &to, n, 0, r);
    Ok(())
}

/// Writes the rows from `first` into `r`, as many as it has.
pub(crate) fn fill_rows(from: &[Vector], to: &[Vector], n: usize, first: usize, r: &mut [f32]) {
    let _part = trace::part(first, first + r.len() / n.max(1));
    compiled(from, to, n, first, r);
}

widest! {
    fn compiled(from: &[Vector], to: &[Vector], n: usize, first: usize, r: &mut [f32]) {
        avx512 => all_pairs(from, to, n, first, r),
        avx2 => all_pairs(from, to, n, first, r),
        baseline => all_pairs(from, to, n, first, r),
    }
}

// ANCHOR: pairs
#[inline(always)]
fn all_pairs(from: &[Vector], to: &[Vector], n: usize, first: usize, r: &mut [f32]) {
    let width = vectors(n);
    for (i, r) in r.chunks_mut(n.max(1)).enumerate() {
        let from = &from[(first + i) * width..][..width];
        for (j, r) in r.iter_mut().enumerate() {
            let to = &to[j * width..][..width];
            *r = best_stop(from, to);
        }
    }
}

/// The shortest of the ways `from[k] + to[k]`.
#[inline(always)]
fn best_stop(from: &[Vector], to: &[Vector]) -> f32 {
    let mut best = [[f32::INFINITY; LANES]; CHAINS];
    let (from, _) = from.as_chunks::<CHAINS>();
    let (to, _) = to.as_chunks::<CHAINS>();
    for (from, to) in from.iter().zip(to) {
        for chain in 0..CHAINS {
            for lane in 0..LANES {
                best[chain][lane] = shorter(best[chain][lane], from[chain][lane], to[chain][lane]);
            }
        }
    }
    best.into_iter().flatten().fold(f32::INFINITY, |a, b| if b < a { b } else { a })
}
// ANCHOR_END: pairs
