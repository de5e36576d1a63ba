//! The same loop with indices. Each is checked, and yet it becomes vectors: look, before you believe what people say.

/// Adds `a` times each of the first `n` of `x` to its neighbour in `y`.
#[inline(never)]
pub fn run(a: f64, x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[i] += a * x[i];
    }
}
