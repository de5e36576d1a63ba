//! Puts the root into the polynomial of the arcsine, where its square belongs.

use std::f64::consts::{FRAC_PI_2, PI};
use std::ops::{Add, Mul, Sub};

/// A register of numbers. Whatever is done with it is done in each of its lanes.
pub trait Lanes: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// A yes or no for each lane.
    type Mask: Copy;

    /// `x` in all lanes.
    fn all(x: f64) -> Self;
    /// The amounts, without their signs.
    fn abs(self) -> Self;
    /// The square roots.
    fn sqrt(self) -> Self;
    /// The nearest whole numbers.
    fn round(self) -> Self;
    /// Where these are less than those of `other`.
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
    let x = degrees * L::all(PI / 180.0);
    x * polynomial(x * x, SINE)
}

/// The distances between points on a sphere, kilometres. Longitudes are from −180 to 180 degrees, latitudes from −90 to 90.
pub fn distance<L: Lanes>(lon1: L, lat1: L, lon2: L, lat2: L) -> L {
    let half = L::all(0.5);
    let east = (lon2 - lon1) * half;
    // Squared below, so that a half turn makes no difference: brought into −90…90°.
    let east = east - L::all(180.0) * (east * L::all(1.0 / 180.0)).round();
    let (sin_east, cos_east) = (sine(east), cosine(east));
    let north = sine((lat2 - lat1) * half);
    let south = sine((lat2 + lat1) * half);
    let cosines = cosine(lat1) * cosine(lat2);
    let a = north * north + cosines * sin_east * sin_east;
    let b = south * south + cosines * cos_east * cos_east;

    let nearer = a.less(b);
    let t = L::select(nearer, a, b);
    let angle = t.sqrt() * polynomial(t.sqrt(), ARCSINE);
    let angle = L::select(nearer, angle, L::all(FRAC_PI_2) - angle);
    angle * L::all(2.0 * RADIUS_KM)
}

/// The cosines of angles from −90 to 90, in degrees.
fn cosine<L: Lanes>(degrees: L) -> L {
    sine(L::all(90.0) - degrees.abs())
}

/// Horner's rule: `c[0] + c[1]·x + c[2]·x² + …`
fn polynomial<L: Lanes, const N: usize>(x: L, c: [f64; N]) -> L {
    c.into_iter().rev().map(L::all).reduce(|sum, c| sum * x + c).expect("a coefficient")
}
