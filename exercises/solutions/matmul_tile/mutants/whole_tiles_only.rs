//! Only whole tiles: what is left over at the edges is never computed.

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

const SIDE: usize = 8;

/// Adds the product `a · b` to `c`. `a` has as many columns as `b` has rows; `c` has as many rows as `a` and as many
/// columns as `b`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    for row in 0..a.rows() / SIDE {
        for top in 0..a.columns() / SIDE {
            for left in 0..b.columns() / SIDE {
                for i in row * SIDE..(row + 1) * SIDE {
                    for k in top * SIDE..(top + 1) * SIDE {
                        for j in left * SIDE..(left + 1) * SIDE {
                            c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
                        }
                    }
                }
            }
        }
    }
}
