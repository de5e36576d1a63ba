//! The sum of both halves, and each of those of its halves: a tree.

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
    match a.len() {
        0 => N::ZERO,
        1 => a[0] * b[0],
        n => {
            let ((a1, a2), (b1, b2)) = (a.split_at(n / 2), b.split_at(n / 2));
            dot(a1, b1) + dot(a2, b2)
        }
    }
}
