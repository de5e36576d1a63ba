//! The same order, with the sum in a local variable: it stays in a register until it is whole.

/// Adds `a · b` to `c`; all three are `n` × `n`, row after row.
#[inline(never)]
pub fn add_product(n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    for i in 0..n {
        for j in 0..n {
            let mut sum = c[i * n + j];
            for k in 0..n {
                sum += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] = sum;
        }
    }
}
