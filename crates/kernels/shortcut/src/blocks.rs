//! Version 6: blocks that fit the caches. Version 5 walks through the whole matrix for every six rows. Here a band of
//! rows and a few hundred stops are finished with before the next stops are looked at, and what the inner loops read
//! lies in the first two caches.

use crate::Distances;
use crate::outer::{Numbers, Shorter, microkernel};
use crate::panels::{COLUMNS, EMPTY, Packed, ROWS, pack, write};
use instruction_set::widest;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Rows in a band: sixteen tiles.
pub(crate) const BAND: usize = 16 * ROWS;
/// Stops in a block: of a panel they are 16 KiB, and of a band 96 KiB.
const DEPTH: usize = 256;

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
fn fill_band(packed: Packed, first: usize, r: &mut [f32]) {
    let _part = trace::part(first, first + r.len() / packed.n);
    compiled(packed, first, r);
}

widest! {
    fn compiled(packed: Packed, first: usize, r: &mut [f32]) {
        avx512 => in_blocks::<Numbers>(packed, first, r),
        avx2 => in_blocks::<Numbers>(packed, first, r),
        baseline => in_blocks::<Numbers>(packed, first, r),
    }
}

// ANCHOR: band
#[inline(always)]
pub(crate) fn in_blocks<By>(packed: Packed, first: usize, r: &mut [f32])
where
    By: Shorter,
{
    let n = packed.n;
    let height = (r.len() / n).div_ceil(ROWS);
    let mut tiles = vec![EMPTY; height * n.div_ceil(COLUMNS)];
    for k in (0..n).step_by(DEPTH) {
        let stops = k..n.min(k + DEPTH);
        for (to, tiles) in packed.to.chunks(n).zip(tiles.chunks_mut(height)) {
            for (t, tile) in tiles.iter_mut().enumerate() {
                let from = packed.rows(first + t * ROWS);
                let from = from.map(|row| &row[stops.clone()]);
                microkernel::<By>(tile, from, &to[stops.clone()]);
            }
        }
    }
    for (p, tiles) in tiles.chunks(height).enumerate() {
        for (tile, r) in tiles.iter().zip(r.chunks_mut(ROWS * n)) {
            write(tile, r, n, p);
        }
    }
}
// ANCHOR_END: band
