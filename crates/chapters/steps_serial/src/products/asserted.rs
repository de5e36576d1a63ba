//! By index, with the lengths compared once.

/// Writes `a[i] · b[i]` into `out[i]`, for every `i` of `out`.
#[inline(never)]
pub fn products(a: &[f64], b: &[f64], out: &mut [f64]) {
    assert!(a.len() == out.len() && b.len() == out.len());
    for i in 0..out.len() {
        out[i] = a[i] * b[i];
    }
}
