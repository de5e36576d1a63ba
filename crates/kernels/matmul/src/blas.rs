//! A library does it: `dgemm` of the crate matrixmultiply, in the shape that BLAS gave this function in 1990, here for
//! a band of rows on each thread.

use crate::Matrices;
use matrixmultiply::dgemm;
use shared::Shared;
use std::{iter::zip, thread};
use variant::{Unavailable, Workers};

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, workers: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let n = matrices.len();
    let band = workers.band(n) * n.max(1);
    thread::scope(|scope| {
        for (a, c) in zip(matrices.a().chunks(band), c.chunks_mut(band)) {
            scope.spawn(move || product(a, matrices.b(), n, c));
        }
    });
    Ok(())
}

/// `c = a × b`, where `b` has `n` rows and columns, `a` rows of `n` numbers and `c` as many.
///
/// # Panics
/// When the sizes don't fit each other.
fn product(a: &[f64], b: &[f64], n: usize, c: &mut [f64]) {
    assert!(b.len() == n * n && a.len() == c.len() && a.len().is_multiple_of(n.max(1)));
    let rows = a.len() / n.max(1);
    // From one row to the next in memory, and from one column to the next.
    let (down, across) = (n as isize, 1);
    let (a, b, c) = (a.as_ptr(), b.as_ptr(), c.as_mut_ptr());
    // SAFETY: by the assertion each pointer leads to as many numbers as the sizes and strides behind it reach, `c`
    // comes from the only reference to its numbers, and with `beta` 0 it is written and not read.
    unsafe { dgemm(rows, n, n, 1.0, a, down, across, b, down, across, 0.0, c, down, across) };
}
