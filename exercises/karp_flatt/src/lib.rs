//! What held the speedup back? From measured speedups to the serial fraction that explains them.
//!
//! Amdahl's law goes from the fraction of the work that isn't shared out to a speedup. Karp and Flatt go the other way:
//! the speedup has been measured, and the fraction is wanted. You write:
//!
//! 1. [`serial_fraction`]: the one fraction that explains one measurement exactly;
//! 2. [`fit`]: the one fraction that explains several best, noise and all.
//!
//! Nothing keeps a measurement within Amdahl's law. If two cores are 2.5 times as fast as one (the data may fit into
//! two caches, but not into one), the fraction is negative: -0.2. Report it as it is; a 0 would hide what happened.
//!
//! The check tries measurements worked out by hand, then many that were made from a known fraction, without noise and
//! with it, and impossible ones. About 30 minutes.
//!
//! You need only arithmetic on `f64`, `is_finite`, and one pass over the measurements.

/// Why measurements can't be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Somebody claims to have measured on no cores.
    NoCores,
    /// No speedup at all: zero, negative, infinite, or not a number.
    NoSpeedup,
    /// Nothing was measured on more than one core, so nothing can be known about sharing.
    NothingShared,
}

/// The fraction of the time on one core that seems not to have been shared out, when `cores` cores were `speedup` times
/// as fast.
///
/// # Errors
/// `NoCores`, `NoSpeedup`, or on one core `NothingShared`.
pub fn serial_fraction(cores: u32, speedup: f64) -> Result<f64, Unusable> {
    todo!("{cores} cores were {speedup} times as fast: which fraction was not shared out?")
}

/// The serial fraction `f` that fits all of `measured`, each `(cores, speedup)`, best: the one for which the sum of
/// `(1 / speedup - (f + (1 - f) / cores))²` over all measurements is smallest.
///
/// In words: least squares between the run time that was measured and the one that Amdahl's law predicts, both in parts
/// of the time on one core. Measurements on one core say nothing about sharing and change nothing.
///
/// # Errors
/// `NoCores` or `NoSpeedup` if one of the measurements is unusable, `NothingShared` if none is on more than one core.
pub fn fit(measured: &[(u32, f64)]) -> Result<f64, Unusable> {
    todo!("which fraction explains these {} measurements best?", measured.len())
}
