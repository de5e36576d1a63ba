//! Amdahl's law, both ways, as functions that can't be talked into nonsense.
//!
//! A job spends the fraction `p` of its time on one core on work that can be shared out evenly between any number of
//! cores, and the rest of it on work that can't be shared at all. You write:
//!
//! 1. [`speedup`]: how many times as fast does it run on `n` cores?
//! 2. [`limit`]: what does that come to when cores are no object?
//! 3. [`cores_for`], the way back: how few cores make it `wanted` times as fast?
//!
//! If something impossible is asked for, the answer is an [`Impossible`] that says what, not a number that means
//! nothing. Beware of [`f64::NAN`]: it is neither below 0 nor above 1.
//!
//! `f64` rounds. **Two speedups that differ by less than one part in a billion (1e-9) count as equal.** You need this
//! twice in [`cores_for`], and each of its examples goes wrong without it.
//!
//! The check tries values worked out by hand, both ends of the range of `p`, everything impossible, and many numbers in
//! between. About 30 minutes.
//!
//! You need only arithmetic on `f64`, `ceil`, `is_finite`, and `contains` of a range.

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Impossible {
    /// `p` isn't a fraction: it is below 0, above 1, or not a number.
    Fraction,
    /// No cores: nothing would ever be done.
    Cores,
    /// The wanted speedup isn't a finite number above 0.
    Speedup,
    /// No number of cores, however large, gets there.
    OutOfReach {
        /// The speedup that no number of cores reaches.
        limit: f64,
    },
}

/// How many times as fast the job runs on `n` cores as on one.
///
/// # Errors
/// `Fraction` or `Cores`.
pub fn speedup(p: f64, n: u64) -> Result<f64, Impossible> {
    todo!("p = {p}, {n} cores: how many times as fast?")
}

/// What the speedup comes close to, and never exceeds, with more and more cores. Infinite when everything can be
/// shared out.
///
/// # Errors
/// `Fraction`.
pub fn limit(p: f64) -> Result<f64, Impossible> {
    todo!("p = {p}: what can any number of cores not exceed?")
}

/// The smallest number of cores on which the job runs `wanted` times as fast as on one, or faster. For 1 and less, one
/// core will do.
///
/// `cores_for(0.95, 10.0)` is 19. `cores_for(0.9, 10.0)` is out of reach: 10 is the limit, which is never reached.
///
/// # Errors
/// `Fraction`, `Speedup` or `OutOfReach`.
pub fn cores_for(p: f64, wanted: f64) -> Result<u64, Impossible> {
    todo!("p = {p}: how many cores make it {wanted} times as fast?")
}
