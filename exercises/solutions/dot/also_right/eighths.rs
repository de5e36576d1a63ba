//! A eighth of the slice for each accumulator, and what is left for the first.

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
    let eighth = a.len() / 8;
    let mut sums = [N::ZERO; 8];
    for i in 0..eighth {
        for (k, sum) in sums.iter_mut().enumerate() {
            *sum = *sum + a[k * eighth + i] * b[k * eighth + i];
        }
    }
    for i in 8 * eighth..a.len() {
        sums[0] = sums[0] + a[i] * b[i];
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}
