//! Horner's rule: as few operations as can be, each waiting for the last.

/// `c[0] + c[1]·t + … + c[7]·t⁷`.
#[inline(always)]
pub fn polynomial(t: f64, c: &[f64; 8]) -> f64 {
    let mut sum = c[7];
    for k in (0..7).rev() {
        sum = sum * t + c[k];
    }
    sum
}
