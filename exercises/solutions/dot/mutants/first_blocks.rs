//! The sum of the sums of four blocks: with fewer than four pairs the blocks are empty.

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
    let size = a.len().div_ceil(4);
    let block = |k: usize| {
        let range = k * size..(k + 1) * size;
        a[range.clone()].iter().zip(&b[range]).fold(N::ZERO, |sum, (&x, &y)| sum + x * y)
    };
    (block(0) + block(1)) + (block(2) + block(3))
}
