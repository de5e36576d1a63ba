//! Goes down two columns at a time for the running sums, which is half as bad.

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
    for row in 0..m.rows() {
        for (column, sum) in sums.iter_mut().enumerate() {
            *sum += m.get(row, column);
        }
    }
    sums
}

/// Adds to each number all those above it in its column.
pub fn running_sums<M: Matrix>(m: &mut M) {
    let mut sums = vec![0; m.columns()];
    for (pair, sums) in sums.chunks_mut(2).enumerate() {
        for row in 0..m.rows() {
            for (column, sum) in sums.iter_mut().enumerate() {
                *sum += m.get(row, 2 * pair + column);
                m.set(row, 2 * pair + column, *sum);
            }
        }
    }
}

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    for i in 0..a.rows() {
        for k in 0..a.columns() {
            let a = a.get(i, k);
            for j in 0..b.columns() {
                c.set(i, j, c.get(i, j) + a * b.get(k, j));
            }
        }
    }
}
