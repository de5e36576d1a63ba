//! Goes down the columns in strips as wide as a line; the product in tiles, and a row of its own for the result.

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
    let mut sums = Vec::new();
    for strip in (0..m.columns()).step_by(8) {
        let mut part = [0; 8];
        let width = (m.columns() - strip).min(8);
        for row in 0..m.rows() {
            for (x, sum) in part[..width].iter_mut().enumerate() {
                *sum += m.get(row, strip + x);
            }
        }
        sums.extend(&part[..width]);
    }
    sums
}

/// Adds to each number all those above it in its column.
pub fn running_sums<M: Matrix>(m: &mut M) {
    let mut sums = vec![0; m.columns()];
    for row in 0..m.rows() {
        for (column, sum) in sums.iter_mut().enumerate() {
            *sum += m.get(row, column);
            m.set(row, column, *sum);
        }
    }
}

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    for i in 0..a.rows() {
        let mut row: Vec<_> = (0..b.columns()).map(|j| c.get(i, j)).collect();
        for k in 0..a.columns() {
            for (j, sum) in row.iter_mut().enumerate() {
                *sum += a.get(i, k) * b.get(k, j);
            }
        }
        for (j, sum) in row.into_iter().enumerate() {
            c.set(i, j, sum);
        }
    }
}
