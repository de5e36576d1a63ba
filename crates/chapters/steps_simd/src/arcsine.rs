//! The arcsine: two formulas, both computed, one selected.

use std::f64::consts::FRAC_PI_2;

/// π/2 − [`FRAC_PI_2`]: what doesn't fit into an `f64`.
const REST: f64 = 6.123_233_995_736_766e-17;

/// Minimax coefficients of `(asin s − s) / s³`, for `s²` in 0…¼; the error is below 2e-17 of the arcsine.
const ARCSINE: [f64; 12] = [
    0.166_666_666_666_654_08,
    0.075_000_000_003_369_61,
    0.044_642_856_828_366_17,
    0.030_381_959_135_602,
    0.022_371_758_079_633_028,
    0.017_359_704_363_472_49,
    0.013_885_239_112_759_526,
    0.012_169_189_225_871_999,
    0.006_528_066_904_913_794,
    0.019_528_026_604_559_875,
    -0.016_223_894_831_876_706,
    0.031_912_034_305_961_96,
];

// ANCHOR: arcsine
/// arcsin `x`, for `x` in −1…1, in radians; NaN beyond. The error is below 3 ulp.
#[inline(always)]
pub fn asin(x: f64) -> f64 {
    let distance = x.abs();
    let near = distance <= 0.5;
    // Near 1 the curve is too steep for a polynomial. There arcsin x is π/2 − 2·arcsin s, with s² = (1 − x)/2.
    let beyond = 0.5 * (1.0 - distance);
    let t = if near { distance * distance } else { beyond };
    let s = if near { distance } else { t.sqrt() };
    let mut sum = ARCSINE[11];
    for k in (0..11).rev() {
        sum = sum * t + ARCSINE[k];
    }
    let angle = s + s * (t * sum);
    let beyond = FRAC_PI_2 - (2.0 * angle - REST);
    let angle = if near { angle } else { beyond };
    angle.copysign(x)
}
// ANCHOR_END: arcsine
