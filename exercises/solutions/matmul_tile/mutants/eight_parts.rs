//! Cuts each range into eight parts, so that the tiles grow with the matrices and no longer fit.

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

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    let part = |length: usize| length.div_ceil(8).max(1);
    let (down, deep, wide) = (part(a.rows()), part(a.columns()), part(b.columns()));
    for upper in (0..a.rows()).step_by(down) {
        for top in (0..a.columns()).step_by(deep) {
            for left in (0..b.columns()).step_by(wide) {
                for i in upper..a.rows().min(upper + down) {
                    for k in top..a.columns().min(top + deep) {
                        for j in left..b.columns().min(left + wide) {
                            c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
                        }
                    }
                }
            }
        }
    }
}
