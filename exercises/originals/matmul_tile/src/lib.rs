//! A product of matrices that is right, goes along the rows, and still loads nearly everything again and again.
//!
//! [`add_product`] below has its loops in the good order, `i, k, j`. But before row `i + 1` uses a number of `b` again,
//! all of `b` has passed by, and the number is gone from the cache. Tile it: let the loops go over parts of the
//! matrices that fit into the cache together, and make full use of each part before the next one comes.
//!
//! The cache holds [`LINES`] lines of [`LINE`] numbers. The check counts what it loads; no clock is read. In the loops
//! below nearly every eighth step loads a line, one for each line of `b` that passes. Yours should load at most two
//! fifths of that, and where rows don't begin where lines do, three fifths. Copies are no way around it: you may hold
//! no more than a few rows of your own, in arrays or on the heap.
//!
//! Matrices may have any shape, and no rows or columns at all; most aren't multiples of any tile. The answers must stay
//! the same. About 35 minutes. How few lines can you do with? `cargo lab check matmul_tile --count` gives points for
//! that. To see how fast it is on real matrices: `cargo lab check matmul_tile --speed`.

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
    for i in 0..a.rows() {
        for k in 0..a.columns() {
            for j in 0..b.columns() {
                c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
            }
        }
    }
}
