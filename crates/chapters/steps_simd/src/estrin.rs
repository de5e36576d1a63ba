//! Estrin's scheme: a few operations more, and most of them don't wait.

/// `c[0] + c[1]·t + … + c[7]·t⁷`.
#[inline(always)]
pub fn polynomial(t: f64, c: &[f64; 8]) -> f64 {
    let t2 = t * t;
    let low = (c[0] + c[1] * t) + (c[2] + c[3] * t) * t2;
    let high = (c[4] + c[5] * t) + (c[6] + c[7] * t) * t2;
    low + high * (t2 * t2)
}
