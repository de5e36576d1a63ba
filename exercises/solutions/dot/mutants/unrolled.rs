//! Four products a time, all added to one accumulator from left to right: unrolled, and still one chain.

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
    let (x, x_rest) = a.as_chunks::<4>();
    let (y, y_rest) = b.as_chunks::<4>();
    for (x, y) in x.iter().zip(y) {
        sum = sum + x[0] * y[0] + x[1] * y[1] + x[2] * y[2] + x[3] * y[3];
    }
    for (&x, &y) in x_rest.iter().zip(y_rest) {
        sum = sum + x * y;
    }
    sum
}
