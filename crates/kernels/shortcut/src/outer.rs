//! Version 5: vectors of results. A vector no longer holds eight stops for
//! one goal but one stop for eight goals, and one number of the other
//! matrix, copied into all lanes, meets it: 6 × 16 results for every 6 + 16
//! numbers that are loaded.

use crate::simd::{LANES, Vector};
use crate::{Distances, shorter, widest};
use shared::Shared;
use std::array;
use variant::{Unavailable, Workers};

/// Rows in a tile of results, and vectors in each of its rows: twelve of
/// the sixteen registers of AVX2.
pub(crate) const ROWS: usize = 6;
const WIDE: usize = 2;
/// Columns in a tile.
pub(crate) const COLUMNS: usize = WIDE * LANES;

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

/// Some neighbouring columns of one row.
pub(crate) type Piece = [Vector; WIDE];
/// Neighbouring rows, as many as a tile has.
pub(crate) type Rows<'a> = [&'a [f32]; ROWS];
/// `ROWS` × `COLUMNS` results.
pub(crate) type Tile = [Piece; ROWS];
/// A tile before any stop was looked at.
pub(crate) const NO_WAY: Tile = [[[f32::INFINITY; LANES]; WIDE]; ROWS];

/// The distances between `n` places twice: row by row, and in [`strips`].
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub n: usize,
    pub from: &'a [f32],
    pub to: &'a [Piece],
}

impl<'a> Pair<'a> {
    /// The rows from `first`. Where there are too few, the last one stands in
    /// for those that are missing, and nobody looks at its results.
    #[inline(always)]
    pub fn rows(self, first: usize) -> Rows<'a> {
        array::from_fn(|row| &self.from[(first + row).min(self.n - 1) * self.n..][..self.n])
    }
}

/// Writes the shortest way with one stop from every place to every other
/// into `r`, row by row.
pub fn run(distances: &Distances, _: Workers, r: &mut Shared<f32>) -> Result<(), Unavailable> {
    let (n, from) = (distances.len(), distances.rows());
    let pair = Pair { n, from, to: &strips(from, n) };
    widest!(all_pairs(pair: Pair, r: &mut [f32]));
    Ok(())
}

/// The `n` × `n` numbers cut into strips of `COLUMNS` columns, and these
/// laid one behind the other: whoever walks down a strip reads memory in
/// order. The last strip is filled up with infinities.
pub(crate) fn strips(d: &[f32], n: usize) -> Vec<Piece> {
    let mut strips = vec![NO_WAY[0]; n * n.div_ceil(COLUMNS)];
    for (s, strip) in strips.chunks_mut(n.max(1)).enumerate() {
        fill_strip(d, n, s, strip);
    }
    strips
}

/// Copies the columns from `s * COLUMNS`, as many as there are.
pub(crate) fn fill_strip(d: &[f32], n: usize, s: usize, strip: &mut [Piece]) {
    let width = COLUMNS.min(n - s * COLUMNS);
    for (k, piece) in strip.iter_mut().enumerate() {
        let row = &d[k * n + s * COLUMNS..][..width];
        piece.as_flattened_mut()[..width].copy_from_slice(row);
    }
}

// ANCHOR: tile
#[inline(always)]
fn all_pairs(pair: Pair, r: &mut [f32]) {
    let n = pair.n;
    for i in (0..n).step_by(ROWS) {
        for (s, strip) in pair.to.chunks(n).enumerate() {
            let mut best = NO_WAY;
            improve::<Numbers>(&mut best, pair.rows(i), strip);
            write(&best, &mut r[i * n..], n, s);
        }
    }
}

/// Shortens the ways of a tile to `from[row][k] + to[k]` where that helps.
#[inline(always)]
pub(crate) fn improve<By>(tile: &mut Tile, from: Rows, to: &[Piece])
where
    By: Shorter,
{
    let from = from.map(|row| &row[..to.len()]);
    // A copy of its own, which the compiler can keep in registers.
    let mut best = *tile;
    for k in 0..to.len() {
        for row in 0..ROWS {
            for v in 0..WIDE {
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

/// Writes a tile into the rows of `n` numbers that begin where `r` begins,
/// as far as there are so many rows and columns.
pub(crate) fn write(tile: &Tile, r: &mut [f32], n: usize, s: usize) {
    let width = COLUMNS.min(n - s * COLUMNS);
    for (piece, r) in tile.iter().zip(r.chunks_mut(n)) {
        r[s * COLUMNS..][..width].copy_from_slice(&piece.as_flattened()[..width]);
    }
}
