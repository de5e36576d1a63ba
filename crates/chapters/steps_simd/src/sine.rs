//! The sine as straight arithmetic: no call, no branch, no conversion.

use crate::horner;
use std::f64::consts::FRAC_1_PI;

/// 1.5 · 2⁵². Sums of this size have no bits behind the point: adding it rounds to the nearest whole number.
pub const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// π in three parts (Cody and Waite 1980). The first two have 33 bits each, so that their products with a whole number
/// up to 2²⁰ are exact.
pub const PI: [f64; 3] = [3.141_592_653_468_251_2, 1.215_420_101_260_793_2e-10, 4.044_532_497_591_901e-21];

/// Minimax coefficients of `(sin r − r) / r³`, for `r²` in 0…(π/2)²: the largest error is as small as it can be, below
/// 3e-19 of the sine. Found by Remez's exchange in 60-digit arithmetic.
pub const SINE: [f64; 8] = [
    -0.166_666_666_666_666_66,
    0.008_333_333_333_333_194,
    -0.000_198_412_698_412_092_2,
    2.755_731_921_113_737_3e-6,
    -2.505_210_687_280_899e-8,
    1.605_893_970_615_259_2e-10,
    -7.642_991_494_458_528e-13,
    2.721_175_005_515_615e-15,
];

/// Replaces each of `angles`, in radians up to a million, by its sine.
#[inline(never)]
pub fn run(angles: &mut [f64]) {
    for x in angles {
        *x = sin(*x);
    }
}

// ANCHOR: sine
/// sin `x`, for `x` in radians up to a million either way; the error is below 3 ulp.
#[inline(always)]
pub fn sin(x: f64) -> f64 {
    let shifted = x * FRAC_1_PI + TO_WHOLE;
    let half_turns = shifted - TO_WHOLE;
    // The last bit of `shifted` says whether that is odd; then the sign turns.
    let odd = shifted.to_bits() << 63;
    f64::from_bits(core(without(x, half_turns)).to_bits() ^ odd)
}

/// `x − half_turns · π`, where what cancels is taken away exactly.
#[inline(always)]
pub fn without(x: f64, half_turns: f64) -> f64 {
    ((x - half_turns * PI[0]) - half_turns * PI[1]) - half_turns * PI[2]
}

/// sin `r` for `r` in −π/2…π/2.
#[inline(always)]
pub fn core(r: f64) -> f64 {
    let t = r * r;
    r + r * (t * horner::polynomial(t, &SINE))
}
// ANCHOR_END: sine
