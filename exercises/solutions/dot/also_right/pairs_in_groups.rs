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
    for (x, y) in a.chunks(8).zip(b.chunks(8)) {
        let product = |k: usize| x[k] * y[k];
        let pair = |k: usize| product(k) + product(k + 1);
        let group = match x.len() {
            8 => (pair(0) + pair(2)) + (pair(4) + pair(6)),
            less => (0..less).map(product).fold(N::ZERO, |sum, product| sum + product),
        };
        sum = sum + group;
    }
    sum
}
