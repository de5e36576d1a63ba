//! Version 5: vectors of results. A vector no longer holds eight stops for one goal but one stop for eight goals, and
//! one number of the other matrix, copied into all lanes, meets it: 6 × 16 results for every 6 + 16 numbers that are
//! loaded.

use crate::panels::{EMPTY, Packed, PanelRow, ROWS, Rows, Tile, VECTORS, pack, write};
use crate::{Distances, LANES, shorter};
use instruction_set::widest;
use shared::Shared;
use variant::{Unavailable, Workers};

/// How the way so far is compared with the one through the next stop.
pub(crate) trait Shorter {
    fn shorter(best: f32, from: f32, to: f32) -> f32;
}

/// As in all versions up to here.
pub(crate) struct Numbers;

impl Shorter for Numbers {
    #[inline(always)]
    fn shorter(best: f32, from: f32, to: f32) -> f32 {
        shorter(best, from, to)
    }
}

/// Writes the shortest way with one stop from every place to every other into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, from) = (distances.len(), distances.rows());
    let packed = Packed { n, from, to: &pack(from, n) };
    compiled(packed, r);
    Ok(())
}

widest! {
    fn compiled(packed: Packed, r: &mut [f32]) {
        avx512 => all_pairs(packed, r),
        avx2 => all_pairs(packed, r),
        baseline => all_pairs(packed, r),
    }
}

// ANCHOR: tile
#[inline(always)]
fn all_pairs(packed: Packed, r: &mut [f32]) {
    let n = packed.n;
    for i in (0..n).step_by(ROWS) {
        for (p, panel) in packed.to.chunks(n).enumerate() {
            let mut best = EMPTY;
            microkernel::<Numbers>(&mut best, packed.rows(i), panel);
            write(&best, &mut r[i * n..], n, p);
        }
    }
}

/// Shortens the ways of a tile to `from[row][k] + to[k]` where that helps.
#[inline(always)]
pub(crate) fn microkernel<By>(tile: &mut Tile, from: Rows, to: &[PanelRow])
where
    By: Shorter,
{
    let from = from.map(|row| &row[..to.len()]);
    // A copy of its own, which the compiler can keep in registers.
    let mut best = *tile;
    for k in 0..to.len() {
        for row in 0..ROWS {
            for v in 0..VECTORS {
                for lane in 0..LANES {
                    let (best, to) = (&mut best[row][v][lane], to[k][v][lane]);
                    *best = By::shorter(*best, from[row][k], to);
                }
            }
        }
    }
    *tile = best;
}
// ANCHOR_END: tile
