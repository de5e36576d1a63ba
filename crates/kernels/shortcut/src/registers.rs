//! Version 4: nine results at a time. Three rows of the one matrix meet three rows of the other, and each vector that
//! was loaded is used three times while it is in a register.

use crate::{Distances, LANES, Vector, padded, shorter, transposed, vectors};
use instruction_set::widest;
use shared::Shared;
use std::array;
use variant::{Unavailable, Workers};

/// Rows of each matrix that meet. Nine vectors of results, three loaded ones and a sum fit into the sixteen registers
/// of AVX2; sixteen results would not.
const SIDE: usize = 3;

/// That many rows.
type Rows<'a> = [&'a [Vector]; SIDE];

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let n = distances.len();
    let from = &padded(distances.rows(), n);
    let to = &padded(&transposed(distances.rows(), n), n);
    compiled(from, to, n, r);
    Ok(())
}

widest! {
    fn compiled(from: &[Vector], to: &[Vector], n: usize, r: &mut [f32]) {
        avx512 => all_pairs(from, to, n, r),
        avx2 => all_pairs(from, to, n, r),
        baseline => all_pairs(from, to, n, r),
    }
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

/// Three rows from `first`. Where there are fewer, the last one stands in for those that are missing, and nobody looks
/// at its results.
#[inline(always)]
fn three_rows(all: &[Vector], first: usize, n: usize) -> Rows<'_> {
    let width = vectors(n);
    array::from_fn(|row| &all[(first + row).min(n - 1) * width..][..width])
}

/// The shortest of the ways `from[i][k] + to[j][k]`, for all nine.
#[inline(always)]
fn best_stops(from: Rows, to: Rows) -> [[f32; SIDE]; SIDE] {
    let mut best = [[[f32::INFINITY; LANES]; SIDE]; SIDE];
    let width = from[0].len();
    // Now the compiler knows that all rows are of the same length.
    let [from, to] = [from, to].map(|rows| rows.map(|row| &row[..width]));
    for k in 0..width {
        let to = to.map(|row| row[k]);
        shorten(&mut best[0], from[0][k], to);
        shorten(&mut best[1], from[1][k], to);
        shorten(&mut best[2], from[2][k], to);
    }
    best.map(|row| row.map(least))
}

/// One row of the nine.
#[inline(always)]
fn shorten(best: &mut [Vector; SIDE], from: Vector, to: [Vector; SIDE]) {
    for j in 0..SIDE {
        for lane in 0..LANES {
            let so_far = best[j][lane];
            best[j][lane] = shorter(so_far, from[lane], to[j][lane]);
        }
    }
}
// ANCHOR_END: pairs

#[inline(always)]
fn least(lanes: Vector) -> f32 {
    lanes.into_iter().fold(f32::INFINITY, |a, b| if b < a { b } else { a })
}
