//! Sums the columns in strips of 32, in a buffer that keeps what the strip before has left in it.

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
    let mut strip = [0; 32];
    for begin in (0..m.columns()).step_by(32) {
        let end = m.columns().min(begin + 32);
        for row in 0..m.rows() {
            for column in begin..end {
                strip[column - begin] += m.get(row, column);
            }
        }
        sums[begin..end].copy_from_slice(&strip[..end - begin]);
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
        for k in 0..a.columns() {
            let a = a.get(i, k);
            for j in 0..b.columns() {
                c.set(i, j, c.get(i, j) + a * b.get(k, j));
            }
        }
    }
}
