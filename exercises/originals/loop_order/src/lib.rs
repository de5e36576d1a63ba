//! Three loops over matrices that are right, and go the wrong way round.
//!
//! A [`Matrix`] lies in memory row after row. The three functions below give the right answers. But each of them steps
//! down columns in its innermost loop, so that every step is on another cache line. Change the order of the steps, and
//! leave the answers as they are.
//!
//! The check doesn't look at a clock. It brings matrices of its own that know at which address each number would lie,
//! and a cache of 24 lines of eight numbers that counts what it has to load. Along the rows a line is loaded once or
//! twice for all its eight numbers. To copy a whole matrix first would only hide the steps: the check also looks at how
//! much memory you hold. A few rows of your own are fine, and the result of `column_sums` is one.
//!
//! Matrices may have any shape, and no rows or columns at all. Sums stay far below the largest `i64`. About 30 minutes.
//! `cargo lab check loop_order --count` then gives points for how few lines yours load.
//!
//! You need only the four functions of [`Matrix`], and perhaps a row of sums.

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

/// The sum of each column.
pub fn column_sums<M: Matrix>(m: &M) -> Vec<i64> {
    let mut sums = vec![0; m.columns()];
    for (column, sum) in sums.iter_mut().enumerate() {
        for row in 0..m.rows() {
            *sum += m.get(row, column);
        }
    }
    sums
}

/// Adds to each number all those above it in its column.
pub fn running_sums<M: Matrix>(m: &mut M) {
    for column in 0..m.columns() {
        let mut sum = 0;
        for row in 0..m.rows() {
            sum += m.get(row, column);
            m.set(row, column, sum);
        }
    }
}

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    for i in 0..a.rows() {
        for j in 0..b.columns() {
            for k in 0..a.columns() {
                c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
            }
        }
    }
}
