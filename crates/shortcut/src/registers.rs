//! Version 4: nine results at a time. Three rows of the one matrix meet
//! three rows of the other, and each vector that was loaded is used three
//! times while it is in a register.

use crate::simd::{LANES, Vector, padded, vectors};
use crate::{Distances, shorter, transposed, widest};
use shared::Shared;
use std::array;
use variant::{Unavailable, Workers};

/// Rows of each matrix that meet. Nine vectors of results, three loaded
/// ones and a sum fit into the sixteen registers of AVX2; sixteen results
/// would not.
const SIDE: usize = 3;

/// Writes the shortest way with one stop from every place to every other
/// into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let n = distances.len();
    let from = &padded(distances.rows(), n);
    let to = &padded(&transposed(distances.rows(), n), n);
    widest!(all_pairs(from: &[Vector], to: &[Vector], n: usize, r: &mut [f32]));
    Ok(())
}

// ANCHOR: pairs
#[inline(always)]
fn all_pairs(from: &[Vector], to: &[Vector], n: usize, r: &mut [f32]) {
    for i in (0..n).step_by(SIDE) {
        let from = three_rows(from, i, n);
        for j in (0..n).step_by(SIDE) {
            let best = best_stops(from, three_rows(to, j, n));
            for (i, best) in (i..n).zip(best) {
                for (j, best) in (j..n).zip(best) {
                    r[i * n + j] = best;
                }
            }
        }
    }
}

/// Three rows from `first`. Where there are fewer, the last one stands in
/// for those that are missing, and nobody looks at its results.
#[inline(always)]
fn three_rows(rows: &[Vector], first: usize, n: usize) -> [&[Vector]; SIDE] {
    let width = vectors(n);
    array::from_fn(|row| &rows[(first + row).min(n - 1) * width..][..width])
}

/// The shortest of the ways `from[i][k] + to[j][k]` for three `i` and three
/// `j`.
#[inline(always)]
fn best_stops(from: [&[Vector]; SIDE], to: [&[Vector]; SIDE]) -> [[f32; SIDE]; SIDE] {
    let mut best = [[[f32::INFINITY; LANES]; SIDE]; SIDE];
    let width = from[0].len();
    let (from, to) = (from.map(|row| &row[..width]), to.map(|row| &row[..width]));
    for k in 0..width {
        let to = to.map(|row| row[k]);
        shorten(&mut best[0], from[0][k], to);
        shorten(&mut best[1], from[1][k], to);
        shorten(&mut best[2], from[2][k], to);
    }
    best.map(|row| row.map(|lanes| lanes.into_iter().fold(f32::INFINITY, |a, b| if b < a { b } else { a })))
}

/// One row of the nine results.
#[inline(always)]
fn shorten(best: &mut [Vector; SIDE], from: Vector, to: [Vector; SIDE]) {
    for j in 0..SIDE {
        for lane in 0..LANES {
            best[j][lane] = shorter(best[j][lane], from[lane], to[j][lane]);
        }
    }
}
// ANCHOR_END: pairs
