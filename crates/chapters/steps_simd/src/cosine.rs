//! The cosine is a sine a quarter of a turn on. The quarter is added to the whole number, where it is exact, and not to
//! `x`.

use crate::sine::{TO_WHOLE, core, without};
use std::f64::consts::FRAC_1_PI;

/// cos `x`, for `x` in radians up to a million either way; the error is below 3 ulp.
#[inline(always)]
pub fn cos(x: f64) -> f64 {
    let shifted = (x * FRAC_1_PI - 0.5) + TO_WHOLE;
    let half_turns = (shifted - TO_WHOLE) + 0.5;
    let even = !shifted.to_bits() << 63;
    f64::from_bits(core(without(x, half_turns)).to_bits() ^ even)
}
