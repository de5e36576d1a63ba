//! Rows instead of indices: each row is cut out once, and inside of it nothing is checked.

use std::iter::zip;

/// Adds `a · b` to `c`; all three are `n` × `n`, row after row.
#[inline(never)]
pub fn add_product(n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    for (a, c) in zip(a.chunks_exact(n), c.chunks_exact_mut(n)) {
        for (&a, b) in zip(a, b.chunks_exact(n)) {
            for (c, &b) in zip(&mut *c, b) {
                *c += a * b;
            }
        }
    }
}
