//! The product in tiles of `b`.

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

/// The side of a tile. One of `b` stays while all rows pass by, and takes 32 lines, or up to 48 where rows don't begin with
/// lines; the rest is for one row of `a` and one of `c` at a time, which needn't stay.
const SIDE: usize = 16;

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    for left in (0..b.columns()).step_by(SIDE) {
        for top in (0..a.columns()).step_by(SIDE) {
            for i in 0..a.rows() {
                for k in top..a.columns().min(top + SIDE) {
                    for j in left..b.columns().min(left + SIDE) {
                        c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
                    }
                }
            }
        }
    }
}
