//! The two inner loops exchanged: for each number of `a`, a whole row of `b` into a whole row of the result.

/// Adds `a · b` to `c`; all three are `n` × `n`, row after row.
#[inline(never)]
pub fn add_product(n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    for i in 0..n {
        for k in 0..n {
            for j in 0..n {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
}
