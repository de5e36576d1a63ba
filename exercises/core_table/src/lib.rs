//! How long does it take on 32 cores?
//!
//! In an ideal world `n` cores need an `n`-th of the time. You write two functions that fill the table of such times,
//! one column for each number of cores:
//!
//! 1. [`share`] divides seconds of work between cores, to the nearest whole second;
//! 2. [`clock`] shows seconds the way people read them.
//!
//! So a year of 31,560,000 seconds becomes `share(31_560_000, 32)`, which is 986,250 seconds, and `clock` of that is
//! `11 days, 09:57:30`.
//!
//! Both must be exact for every number that a `u64` holds: an `f64` has no room for all of them. The check tries known
//! rows of the table, then many numbers, large ones too. About 20 minutes.
//!
//! You need only `/`, `%` and comparisons of whole numbers (`get` makes a `u64` of a `NonZeroU64`), `format!`, in which
//! `{:02}` writes two digits, and care for what doesn't fit: twice a `u64` may be more than a `u64` holds, and the
//! program panics (`u128::from` has room).

use std::num::NonZeroU64;

/// The time on `cores` cores, in whole seconds, of what takes `seconds` on one.
///
/// Rounded to the nearest second. Where the exact time lies half-way between two, it is the even one: 112.5 becomes 112
/// and 113.5 becomes 114, so that halves are rounded up as often as down.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    todo!("share {seconds} s of work between {cores} cores")
}

/// `seconds` as `HH:MM:SS`, each with two digits: `00:01:52`. From one day on, the days come before it:
/// `1 day, 00:00:00`, `11 days, 09:57:30`.
pub fn clock(seconds: u64) -> String {
    todo!("show {seconds} s as days, hours, minutes and seconds")
}
