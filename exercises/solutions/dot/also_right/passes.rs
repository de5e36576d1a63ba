//! Each accumulator goes through the slice by itself, four steps at a time.

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
    let pass = |first| {
        let (a, b) = (a.iter().skip(first).step_by(8), b.iter().skip(first).step_by(8));
        a.zip(b).map(|(&x, &y)| x * y).reduce(|sum, product| sum + product)
    };
    (0..8).filter_map(pass).reduce(|sum, part| sum + part).unwrap_or(N::ZERO)
}
