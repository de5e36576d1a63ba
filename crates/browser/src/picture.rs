//! What there is to compute, and one tile of it.

use mandelbrot::{View, simd};

/// Side of a tile, pixels. Small enough that a picture has many more tiles than there are workers, so that nobody
/// waits long for the last one; large enough that handing one out costs next to nothing beside computing it.
pub const TILE: usize = 64;

/// Pixels `left..left + width` of rows `top..top + height`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Columns; [`TILE`], or what is left of it at the right edge.
    pub width: usize,
    /// Rows; [`TILE`], or what is left of it at the lower edge.
    pub height: usize,
}

/// A view, cut into tiles.
#[derive(Clone, Copy)]
pub struct Picture {
    /// The pixels to compute.
    pub view: View,
    /// Whether neighbouring pixels are computed together, by vector instructions.
    pub simd: bool,
}

impl Picture {
    /// The demo's view: seahorses in the valley between the set's body and its largest disc, `columns` pixels wide and
    /// two thirds of that high. Pixels at its left take some twenty steps, those in the set's body at its right the
    /// limit: tiles differ a hundredfold.
    pub fn valley(columns: usize, simd: bool) -> Self {
        let width = 0.021;
        let view = View {
            left: -0.7555,
            top: 0.1382,
            pixel: width / columns.max(1) as f64,
            columns,
            rows: columns * 2 / 3,
            limit: 4000,
        };
        Self { view, simd }
    }

    /// The number of tiles.
    pub fn tiles(&self) -> usize {
        self.tiles_across() * self.view.rows.div_ceil(TILE)
    }

    fn tiles_across(&self) -> usize {
        self.view.columns.div_ceil(TILE)
    }

    /// Where tile `k` lies. Tiles are counted like words on a page.
    pub fn tile(&self, k: usize) -> Tile {
        let (left, top) = (k % self.tiles_across() * TILE, k / self.tiles_across() * TILE);
        Tile { left, top, width: TILE.min(self.view.columns - left), height: TILE.min(self.view.rows - top) }
    }

    // ANCHOR: fill
    /// Writes the escape times of tile `k` into the first `width * height` of `counts`, row by row.
    pub fn fill(&self, k: usize, counts: &mut [u32]) {
        let tile = self.tile(k);
        for (row, counts) in (tile.top..).zip(counts.chunks_mut(tile.width)).take(tile.height) {
            if self.simd {
                simd::fill_row(&self.view, row, tile.left, counts);
            } else {
                for (column, count) in (tile.left..).zip(counts) {
                    *count = self.view.escape_time(column, row);
                }
            }
        }
    }
    // ANCHOR_END: fill
}
