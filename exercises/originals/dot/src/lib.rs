//! A dot product that doesn't wait for itself.
//!
//! The dot product of two slices is `a[0]·b[0] + a[1]·b[1] + …`. With one accumulator it is a chain of `n` additions.
//! The page cuts it into four. That is enough where an addition takes four cycles and a core begins one each cycle;
//! most cores begin two. Write [`dot`] so that no chain is much longer than `n / 8`, and add up the chains' sums as a
//! tree, too.
//!
//! It is generic over the numbers, and that is what the check uses. It brings numbers that know how many operations
//! each of them had to wait for, one after another, and how many there were in all. For `n` pairs, a thousand or more,
//! there may be a chain of `n / 8 + 12` operations, and hardly more than `n` multiplications and `n` additions. And it
//! tries lengths that don't divide: 0, 1, 3, 5, 1023. Slices of unlike lengths must panic in a release build, too. No
//! clock is read. About 15 minutes.
//!
//! You need only: `as_chunks` or `chunks_exact`, an array of accumulators, `assert_eq!`.

use std::ops::{Add, Mul};

/// What can be added and multiplied.
pub trait Number: Copy + Add<Output = Self> + Mul<Output = Self> {
    /// The number that changes no sum.
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
    todo!("multiply {} numbers with {} others, and add the products up in several chains", a.len(), b.len())
}
