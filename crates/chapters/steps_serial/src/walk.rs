//! The sum of a grid, in both orders.

/// A grid of whole numbers, row after row in memory.
pub struct Grid {
    /// Numbers in a row.
    pub width: usize,
    /// All of them, `width` to a row.
    pub cells: Vec<u32>,
}

impl Grid {
    /// A square grid of `n` rows.
    pub fn square(n: usize) -> Self {
        Self::new(n, n)
    }

    /// A grid of `height` rows of `width` numbers.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, cells: (0..width * height).map(|i| i as u32 % 1000).collect() }
    }

    // ANCHOR: rows
    /// The sum, row by row: each step goes to the next number in memory.
    pub fn sum_by_rows(&self) -> u64 {
        let mut sum = 0;
        for y in 0..self.cells.len() / self.width {
            for x in 0..self.width {
                sum += u64::from(self.cells[y * self.width + x]);
            }
        }
        sum
    }
    // ANCHOR_END: rows

    // ANCHOR: columns
    /// The sum, column by column: each step jumps over a whole row.
    pub fn sum_by_columns(&self) -> u64 {
        let mut sum = 0;
        for x in 0..self.width {
            for y in 0..self.cells.len() / self.width {
                sum += u64::from(self.cells[y * self.width + x]);
            }
        }
        sum
    }
    // ANCHOR_END: columns
}
