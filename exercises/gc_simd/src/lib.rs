//! The distance between two points, for four pairs of points at a time.
//!
//! You write code for a register whose lanes you can't see. [`Lanes`] has the arithmetic, and a comparison gives a
//! mask, not a `bool`, so that there is nothing to branch on. What differs from lane to lane is computed both ways and
//! selected.
//!
//! 1. [`sine`]: of an angle in degrees, from −90 to 90. Multiply by π/180, then `x · p(x²)`, where `p` is the
//!    polynomial with the coefficients [`SINE`]. Within 4 units in the last place.
//! 2. [`distance`]: by the haversine formula. With half differences `e` in longitude and `n` in latitude, half the sum
//!    `s` of the latitudes, and `c` the product of the cosines of both latitudes,
//!
//!    ```text
//!    a = sin² n + c · sin² e        b = sin² s + c · cos² e
//!    ```
//!
//!    the angle at the Earth's centre is `2 · arcsin √a`. That loses its digits for opposite points; there it is better
//!    to take `π − 2 · arcsin √b`. Select the one whose root is the smaller one. The polynomial of [`ARCSINE`] holds
//!    for just that: `arcsin √t = √t · p(t)`, for `t` from 0 to ½. The distance is the angle times [`RADIUS_KM`],
//!    within a millimetre, for any two points: equal, opposite, at the poles, on both sides of the date line.
//!
//! There is no cosine here, but `cos x = sin (90° − |x|)` holds from −180° to 180°, and `sin²` and `cos²` don't change
//! if you take a half turn, 180°, away: [`Lanes::round`] says how many.
//!
//! The check compares with 192-bit arithmetic. It has registers of its own, with one lane, with four, and one that
//! writes down which operations are done: they must be the same ones for all points. About 40 minutes. `cargo lab
//! check gc_simd --count` then gives points for how few operations yours takes.
//!
//! You need only `+`, `-` and `*` of registers, the six functions of [`Lanes`] (`all` makes a register of a number,
//! `less` a mask, `select` chooses by one), the constants below, and `PI` and `FRAC_PI_2` of `std::f64::consts`. A
//! function of your own for polynomials, from the last coefficient to the first, serves both.

use std::ops::{Add, Mul, Sub};

/// A register of numbers. Whatever is done with it is done in each of its lanes.
pub trait Lanes: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// A yes or no for each lane.
    type Mask: Copy;

    /// `x` in all lanes.
    fn all(x: f64) -> Self;
    /// The absolute values.
    fn abs(self) -> Self;
    /// The square roots.
    fn sqrt(self) -> Self;
    /// The nearest whole numbers.
    fn round(self) -> Self;
    /// Where these numbers are less than those of `other`.
    fn less(self, other: Self) -> Self::Mask;
    /// `yes` where the mask says so, `no` in the other lanes.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
}

/// The Earth's mean radius, kilometres.
pub const RADIUS_KM: f64 = 6371.0;

/// Coefficients of `p`, the constant first, in `sin x = x · p(x²)`, for `x` from −π/2 to π/2.
pub const SINE: [f64; 8] = [
    0.9999999999999999,
    -0.16666666666665966,
    0.00833333333327592,
    -0.00019841269823222513,
    2.7557316421293084e-6,
    -2.5051870883486863e-8,
    1.6047844632547563e-10,
    -7.370662773268161e-13,
];

/// Coefficients of `p`, the constant first, in `arcsin √t = √t · p(t)`, for `t` from 0 to ½.
pub const ARCSINE: [f64; 13] = [
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

/// The sines of angles from −90 to 90, in degrees.
pub fn sine<L: Lanes>(degrees: L) -> L {
    let _ = degrees;
    todo!("turn degrees into radians, square them, and evaluate {} coefficients", SINE.len())
}

/// The distances between points on a sphere, kilometres. Longitudes are from −180 to 180 degrees, latitudes from −90
/// to 90.
pub fn distance<L: Lanes>(lon1: L, lat1: L, lon2: L, lat2: L) -> L {
    let _ = (lon1, lat1, lon2, lat2);
    todo!("compute a and b, and select the smaller one")
}
