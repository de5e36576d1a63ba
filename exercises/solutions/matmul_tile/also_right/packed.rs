//! Each tile of `b` is copied into an array that fits into the cache, and read from there.

/// Lines in the cache.
pub const LINES: usize = 64;
/// Numbers in a line: neighbours in a row.
pub const LINE: usize = 8;

/// Numbers in rows and columns, row after row in memory.
pub trait Matrix {
    /// How many rows.
    fn rows(&self) -> usize;
    /// How many columns.
    fn columns(&self) -> usize;
    /// Reads a number; rows and columns count from 0.
    fn get(&self, row: usize, column: usize) -> i64;
    /// Writes a number.
    fn set(&mut self, row: usize, column: usize, value: i64);
}

const SIDE: usize = 16;

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    for left in (0..b.columns()).step_by(SIDE) {
        for top in (0..a.columns()).step_by(SIDE) {
            let (right, bottom) = (b.columns().min(left + SIDE), a.columns().min(top + SIDE));
            let mut tile = [[0; SIDE]; SIDE];
            for k in top..bottom {
                for j in left..right {
                    tile[k - top][j - left] = b.get(k, j);
                }
            }
            for i in 0..a.rows() {
                for k in top..bottom {
                    let factor = a.get(i, k);
                    for j in left..right {
                        c.set(i, j, c.get(i, j) + factor * tile[k - top][j - left]);
                    }
                }
            }
        }
    }
}
