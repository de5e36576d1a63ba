//! The plain loops in the order that memory likes: every step walks along a row of `b` and a row of the answer.

use crate::Matrices;
use shared::Shared;
use std::iter::zip;
use variant::{Unavailable, Workers};

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let n = matrices.len();
    c.fill(0.0);
    for i in 0..n {
        let c = &mut c[i * n..][..n];
        for k in 0..n {
            let a = matrices.a()[i * n + k];
            let b = &matrices.b()[k * n..][..n];
            for (c, b) in zip(c.iter_mut(), b) {
                *c += a * b;
            }
        }
    }
    Ok(())
}
