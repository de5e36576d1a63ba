//! One core computes several distances with each instruction.
//!
//! Nothing here names an instruction. The loop is written so that the compiler can turn it into vector code: no calls
//! (sine and arcsine are polynomials), no branches in the loop, no early exit. The same source is compiled for AVX-512,
//! for AVX2 and for any processor, and this one is asked which of them it can run.

use crate::{Pairs, RADIUS_KM, distance};
use instruction_set::widest;
use shared::Shared;
use std::f64::consts::PI;
use variant::{Unavailable, Workers};

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    fill(pairs, 0, km);
    Ok(())
}

/// Pairs looked at together: enough to keep the vector units busy, few enough to stay in the first-level cache.
const BLOCK: usize = 256;

/// Below this value of `1 − a` two points are within 1.3 kilometres of opposite each other, and `1 − a` has lost too
/// many digits for a millimetre.
const NEARLY_OPPOSITE: f64 = 1e-8;

/// Writes the distances of the pairs from `first` on into `km`.
pub(crate) fn fill(pairs: &Pairs, first: usize, km: &mut [f64]) {
    let to = first + km.len();
    let _part = trace::part(first, to);
    columns([&pairs.lon1[first..to], &pairs.lat1[first..to], &pairs.lon2[first..to], &pairs.lat2[first..to]], km);
}

/// The same of columns that lie anywhere, in the order of [`Pairs`]: writes the distance of every pair into `km`.
///
/// # Panics
/// If a column is shorter than `km`.
pub fn columns([lon1, lat1, lon2, lat2]: [&[f64]; 4], km: &mut [f64]) {
    for (block, km) in km.chunks_mut(BLOCK).enumerate() {
        let from = block * BLOCK;
        let to = from + km.len();
        let (lon1, lat1, lon2, lat2) = (&lon1[from..to], &lat1[from..to], &lon2[from..to], &lat2[from..to]);
        if distances([lon1, lat1, lon2, lat2], km) {
            // Rare: about one in 10⁸ random pairs. The whole block is done again by the formula that holds everywhere.
            for (i, km) in km.iter_mut().enumerate() {
                *km = distance(lon1[i], lat1[i], lon2[i], lat2[i]);
            }
        }
    }
}

// ANCHOR: dispatch
widest! {
    /// Computes one block; says whether any of its pairs were too nearly opposite for this formula.
    fn distances(columns: [&[f64]; 4], km: &mut [f64]) -> bool {
        avx512 => block::<true>(columns, km),
        avx2 => block::<true>(columns, km),
        baseline => block::<{ cfg!(target_arch = "aarch64") }>(columns, km),
    }
}
// ANCHOR_END: dispatch

// ANCHOR: block
/// `FMA` says whether multiply-add is one instruction; where it isn't, `mul_add` would be a slow library call.
#[inline(always)]
fn block<const FMA: bool>([lon1, lat1, lon2, lat2]: [&[f64]; 4], km: &mut [f64]) -> bool {
    let n = km.len();
    let (lon1, lat1, lon2, lat2) = (&lon1[..n], &lat1[..n], &lon2[..n], &lat2[..n]);
    let mut nearly_opposite = 0_u64;
    for i in 0..n {
        let dlon = lon2[i] - lon1[i];
        // sin² repeats every 180°: half the difference is brought into −90°…90°.
        let half_turns = (dlon * (1.0 / 360.0)).round_ties_even();
        let east = sin_degrees::<FMA>(0.5 * dlon - 180.0 * half_turns);
        let north = sin_degrees::<FMA>(0.5 * (lat2[i] - lat1[i]));
        // cos x = sin (90° − |x|), and the subtraction is exact near the poles.
        let cosines = sin_degrees::<FMA>(90.0 - lat1[i].abs()) * sin_degrees::<FMA>(90.0 - lat2[i].abs());
        let a = madd::<FMA>(north, north, cosines * east * east);
        let b = 1.0 - a;
        // Counted, not branched on: a branch here would keep the compiler from using vectors.
        nearly_opposite += u64::from(b < NEARLY_OPPOSITE);
        // The arcsine's polynomial holds up to a = ½; beyond, the angle is measured from the antipode.
        let angle = asin_sqrt::<FMA>(a.min(b));
        km[i] = 2.0 * RADIUS_KM * if a < b { angle } else { 0.5 * PI - angle };
    }
    nearly_opposite > 0
}
// ANCHOR_END: block

#[inline(always)]
fn madd<const FMA: bool>(a: f64, b: f64, c: f64) -> f64 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Horner's rule: `c[0] + c[1]·x + c[2]·x² + …`
#[inline(always)]
fn polynomial<const FMA: bool, const N: usize>(x: f64, c: [f64; N]) -> f64 {
    let mut sum = c[N - 1];
    for k in (0..N - 1).rev() {
        sum = madd::<FMA>(sum, x, c[k]);
    }
    sum
}

/// sin x for x in −90…90 degrees, relative error below 2e-16 before rounding.
///
/// The coefficients are the minimax fit of sin(√t)/√t on 0…(π/2)², found by Remez's exchange in 50-digit arithmetic.
#[inline(always)]
pub fn sin_degrees<const FMA: bool>(degrees: f64) -> f64 {
    let x = degrees * (PI / 180.0);
    let c = [
        0.9999999999999999,
        -0.16666666666665966,
        0.00833333333327592,
        -0.00019841269823222513,
        2.7557316421293084e-6,
        -2.5051870883486863e-8,
        1.6047844632547563e-10,
        -7.370662773268161e-13,
    ];
    x * polynomial::<FMA, _>(x * x, c)
}

/// arcsin √t for t in 0…½, relative error below 2e-12.
///
/// The coefficients are the minimax fit of arcsin(√t)/√t on 0…½, found as above.
#[inline(always)]
pub fn asin_sqrt<const FMA: bool>(t: f64) -> f64 {
    let c = [
        1.0000000000010656,
        0.16666666597061935,
        0.0750000752139007,
        0.04463967227124625,
        0.030451737548440848,
        0.02146704428523117,
        0.024827783350182098,
        -0.026937381502853425,
        0.16221717108825304,
        -0.3615612416725735,
        0.5999065667163733,
        -0.550998156424436,
        0.25218438193476744,
    ];
    // Rounding can leave t a hair below zero, whose root would be NaN.
    t.max(0.0).sqrt() * polynomial::<FMA, _>(t, c)
}
