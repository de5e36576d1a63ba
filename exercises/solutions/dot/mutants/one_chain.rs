//! Serial: right, and one chain of n additions.

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
    for (&x, &y) in a.iter().zip(b) {
        sum = sum + x * y;
    }
    sum
}
