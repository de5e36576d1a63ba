//! The same loop with the checks before it: two slices, cut to the same length.

/// Adds the first `n` of `x`, last one first, to the first `n` of `y`.
#[inline(never)]
pub fn run(x: &[f64], y: &mut [f64], n: usize) {
    let (x, y) = (&x[..n], &mut y[..n]);
    for i in 0..n {
        y[i] += x[n - 1 - i];
    }
}
