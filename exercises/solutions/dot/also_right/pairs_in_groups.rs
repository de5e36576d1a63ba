//! One accumulator; four products are added to each other before they are added to it.

use std::ops::{Add, Mul};

/// What can be added and multiplied.
pub trait Number: Copy + Add<Output = Self> + Mul<Output = Self> {
    /// What changes no sum.
    const ZERO: Self;
}

impl Number for f64 {
    const ZERO: Self = 0.0;
}

/// The sum of the products of each of `a` with its neighbour in `b`; zero if there are none.
///
/// # Panics
/// When the slices differ in length.
pub fn dot<N: Number>(a: &[N], b: &[N]) -> N {
    assert_eq!(a.len(), b.len(), "each number needs its neighbour");
    let mut sum = N::ZERO;
    for (x, y) in a.chunks(4).zip(b.chunks(4)) {
        let group = match (x, y) {
            (&[a, b, c, d], &[e, f, g, h]) => (a * e + b * f) + (c * g + d * h),
            _ => x.iter().zip(y).fold(N::ZERO, |sum, (&x, &y)| sum + x * y),
        };
        sum = sum + group;
    }
    sum
}
