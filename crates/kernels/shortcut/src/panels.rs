//! The distances packed into panels, so that the loop over the stops finds what it needs next right behind what it
//! needs now; and the tile of results that this loop, the microkernel, keeps in registers.

use crate::{LANES, Vector};
use std::array;

// ANCHOR: types
/// Rows in a tile of results.
pub(crate) const ROWS: usize = 6;
/// Vectors in each of its rows: with six rows, twelve of the sixteen registers of AVX2.
pub(crate) const VECTORS: usize = 2;
/// Columns in a tile, and in a panel.
pub(crate) const COLUMNS: usize = VECTORS * LANES;

/// One row of a panel: neighbouring columns of one row of the distances.
pub(crate) type PanelRow = [Vector; VECTORS];
/// Neighbouring rows, as many as a tile has.
pub(crate) type Rows<'a> = [&'a [f32]; ROWS];
/// `ROWS` × `COLUMNS` results.
pub(crate) type Tile = [PanelRow; ROWS];
// ANCHOR_END: types
/// A tile before any stop was looked at.
pub(crate) const EMPTY: Tile = [[[f32::INFINITY; LANES]; VECTORS]; ROWS];

/// The distances between `n` places twice: row by row, and in panels.
#[derive(Clone, Copy)]
pub(crate) struct Packed<'a> {
    pub n: usize,
    pub from: &'a [f32],
    pub to: &'a [PanelRow],
}

impl<'a> Packed<'a> {
    /// The rows from `first`. Where there are too few, the last one stands in for those that are missing, and nobody
    /// looks at its results.
    #[inline(always)]
    pub fn rows(self, first: usize) -> Rows<'a> {
        array::from_fn(|row| &self.from[(first + row).min(self.n - 1) * self.n..][..self.n])
    }
}

/// The `n` × `n` numbers cut into panels of `COLUMNS` columns, and these laid one behind the other: who walks down a
/// panel reads memory in order. The last panel is filled up with infinities.
pub(crate) fn pack(d: &[f32], n: usize) -> Vec<PanelRow> {
    let mut panels = unpacked(n);
    for (p, panel) in panels.chunks_mut(n.max(1)).enumerate() {
        pack_panel(d, n, p, panel);
    }
    panels
}

/// Room for the panels of `n` × `n` numbers, filled with infinities.
pub(crate) fn unpacked(n: usize) -> Vec<PanelRow> {
    vec![EMPTY[0]; n * n.div_ceil(COLUMNS)]
}

/// Copies the columns from `p * COLUMNS` into panel `p`, as many as there are.
pub(crate) fn pack_panel(d: &[f32], n: usize, p: usize, panel: &mut [PanelRow]) {
    let width = COLUMNS.min(n - p * COLUMNS);
    for (k, packed) in panel.iter_mut().enumerate() {
        let row = &d[k * n + p * COLUMNS..][..width];
        packed.as_flattened_mut()[..width].copy_from_slice(row);
    }
}

/// Writes a tile of panel `p` into the rows of `n` numbers that begin where `r` begins, as far as there are so many
/// rows and columns.
pub(crate) fn write(tile: &Tile, r: &mut [f32], n: usize, p: usize) {
    let width = COLUMNS.min(n - p * COLUMNS);
    for (row, r) in tile.iter().zip(r.chunks_mut(n)) {
        r[p * COLUMNS..][..width].copy_from_slice(&row.as_flattened()[..width]);
    }
}
