//! Reads whole rows, computes with those, and writes whole rows; the product is halved until it is small.

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

/// A row by value.
fn row<M: Matrix>(m: &M, row: usize) -> Vec<i64> {
    (0..m.columns()).map(|column| m.get(row, column)).collect()
}

/// The sum of each column.
pub fn column_sums<M: Matrix>(m: &M) -> Vec<i64> {
    let none = vec![0; m.columns()];
    (0..m.rows()).map(|i| row(m, i)).fold(none, |sums, row| sums.iter().zip(row).map(|(a, b)| a + b).collect())
}

/// Adds to each number all those above it in its column.
pub fn running_sums<M: Matrix>(m: &mut M) {
    for i in 1..m.rows() {
        let (above, own) = (row(m, i - 1), row(m, i));
        let sums: Vec<_> = above.into_iter().zip(own).map(|(a, b)| a + b).collect();
        sums.into_iter().enumerate().for_each(|(column, sum)| m.set(i, column, sum));
    }
}

/// Adds the product `a · b` to `c`.
pub fn add_product<M: Matrix>(a: &M, b: &M, c: &mut M) {
    part(a, b, c, [0..a.rows(), 0..a.columns(), 0..b.columns()]);
}

/// The part of the product with these rows, middles and columns: halves the longest until all are short.
fn part<M: Matrix>(a: &M, b: &M, c: &mut M, [rows, middles, columns]: [std::ops::Range<usize>; 3]) {
    let longest = rows.len().max(middles.len()).max(columns.len());
    let halved = |range: &std::ops::Range<usize>| {
        let middle = (range.start + range.len() / 2).next_multiple_of(8).min(range.end);
        [range.start..middle, middle..range.end]
    };
    if longest <= 8 {
        for i in rows {
            for k in middles.clone() {
                for j in columns.clone() {
                    c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
                }
            }
        }
    } else if rows.len() == longest {
        halved(&rows).into_iter().for_each(|rows| part(a, b, c, [rows, middles.clone(), columns.clone()]));
    } else if middles.len() == longest {
        halved(&middles).into_iter().for_each(|middles| part(a, b, c, [rows.clone(), middles, columns.clone()]));
    } else {
        halved(&columns).into_iter().for_each(|columns| part(a, b, c, [rows.clone(), middles.clone(), columns]));
    }
}
