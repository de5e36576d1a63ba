//! Starts each accumulator with a slice of its own: a slice of two numbers has no third beginning.

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
    let mut sums = [N::ZERO; 4];
    for (k, sum) in sums.iter_mut().enumerate() {
        for (&x, &y) in a[k..].iter().step_by(4).zip(b[k..].iter().step_by(4)) {
            *sum = *sum + x * y;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}
