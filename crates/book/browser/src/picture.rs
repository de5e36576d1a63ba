//! What there is to compute, and one tile of it.

use mandelbrot::{View, simd};

/// Side of a tile, pixels. Small enough that a picture has many more tiles than there are workers, so that nobody waits
/// long for the last one; large enough that handing one out costs next to nothing beside computing it.
pub const TILE: usize = 64;

/// Steps of an escape time that the page can ask for at most, so that a slip of its keeps nobody waiting for an hour.
pub const MOST_STEPS: u32 = 200_000;

/// Pixels `left..left + width` of rows `top..top + height`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Columns: a tile's width, or what is left of it at the right edge.
    pub width: usize,
    /// Rows: a tile's height, or what is left of it at the lower edge.
    pub height: usize,
}

/// A view, cut into tiles.
#[derive(Clone, Copy)]
pub struct Picture {
    /// The pixels to compute.
    pub view: View,
    /// Whether neighbouring pixels are computed together, by vector instructions.
    pub simd: bool,
    /// Columns of a tile, > 0.
    across: usize,
    /// Rows of a tile, > 0.
    down: usize,
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
        Self { view, simd, across: TILE, down: TILE }
    }

    /// The whole set, `columns` pixels wide and three quarters of that high, in bands of `rows` rows. `limit` says
    /// after how many steps, [`MOST_STEPS`] at most, a point counts as inside: twice as many are about twice the work.
    pub fn bands(columns: usize, rows: usize, limit: u32) -> Self {
        let view = View { limit: limit.min(MOST_STEPS), ..View::whole(columns) };
        Self { view, simd: true, across: columns.max(1), down: rows.max(1) }
    }

    /// The number of tiles.
    pub fn tiles(&self) -> usize {
        self.tiles_across() * self.view.rows.div_ceil(self.down)
    }

    fn tiles_across(&self) -> usize {
        self.view.columns.div_ceil(self.across)
    }

    /// Where tile `k` lies. Tiles are counted like words on a page.
    pub fn tile(&self, k: usize) -> Tile {
        let (left, top) = (k % self.tiles_across() * self.across, k / self.tiles_across() * self.down);
        Tile {
            left,
            top,
            width: self.across.min(self.view.columns - left),
            height: self.down.min(self.view.rows - top),
        }
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
