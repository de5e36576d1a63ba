//! No tile size at all: halves of halves.

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
    part(a, b, c, [0, 0, 0], [a.rows(), a.columns(), b.columns()]);
}

/// The longest of the three ranges is halved until all are short, whatever the cache.
fn part<M: Matrix>(a: &M, b: &M, c: &mut M, from: [usize; 3], to: [usize; 3]) {
    let lengths = [0, 1, 2].map(|range| to[range] - from[range]);
    let longest = (0..3).max_by_key(|&range| lengths[range]).expect("there are three");
    if lengths[longest] > 8 {
        // At a line's beginning, where there is one.
        let middle = (from[longest] + lengths[longest] / 2).next_multiple_of(8);
        let (mut end, mut start) = (to, from);
        (end[longest], start[longest]) = (middle, middle);
        part(a, b, c, from, end);
        part(a, b, c, start, to);
        return;
    }
    for i in from[0]..to[0] {
        for k in from[1]..to[1] {
            for j in from[2]..to[2] {
                c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
            }
        }
    }
}
