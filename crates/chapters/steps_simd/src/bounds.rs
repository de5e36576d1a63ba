//! A loop in which each index is checked: any step may be the one that panics, and what was written before must be
//! there.

/// Adds the first `n` of `x`, last one first, to the first `n` of `y`.
#[inline(never)]
pub fn run(x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[i] += x[n - 1 - i];
    }
}
