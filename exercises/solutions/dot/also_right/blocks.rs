//! The sum of the sums of blocks of 32.

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
    let block = |(x, y): (&[N], &[N])| x.iter().zip(y).fold(N::ZERO, |sum, (&x, &y)| sum + x * y);
    a.chunks(32).zip(b.chunks(32)).map(block).fold(N::ZERO, |sum, block| sum + block)
}
