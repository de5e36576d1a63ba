//! Tiled: the same loops, but of `b` they see only a tile at a time, small enough for a near cache. All rows pass by
//! before the next tile comes, so each of its numbers is fetched once and used by every row.

use crate::Matrices;
use shared::Shared;
use std::iter::zip;
use variant::{Unavailable, Workers};

/// Rows and columns of a tile. It takes 96 KiB: a fraction of the second-level cache, and its rows are long enough to
/// walk along.
const ROWS: usize = 48;
const COLUMNS: usize = 256;

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let n = matrices.len();
    c.fill(0.0);
    for left in (0..n).step_by(COLUMNS) {
        let width = COLUMNS.min(n - left);
        for top in (0..n).step_by(ROWS) {
            for i in 0..n {
                let c = &mut c[i * n + left..][..width];
                for k in top..n.min(top + ROWS) {
                    let a = matrices.a()[i * n + k];
                    let b = &matrices.b()[k * n + left..][..width];
                    for (c, b) in zip(c.iter_mut(), b) {
                        *c += a * b;
                    }
                }
            }
        }
    }
    Ok(())
}
