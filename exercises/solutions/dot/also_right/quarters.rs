//! A quarter of the slice for each accumulator, and what is left for the first.

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
    let quarter = a.len() / 4;
    let mut sums = [N::ZERO; 4];
    for i in 0..quarter {
        for (k, sum) in sums.iter_mut().enumerate() {
            *sum = *sum + a[k * quarter + i] * b[k * quarter + i];
        }
    }
    for i in 4 * quarter..a.len() {
        sums[0] = sums[0] + a[i] * b[i];
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}
