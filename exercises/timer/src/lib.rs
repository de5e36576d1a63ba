//! A stopwatch that the compiler can't fool.
//!
//! You write two functions that time a closure and hand back what it returned:
//!
//! 1. [`time`] times all of it: `time(&clock, || fib(30))` is `(832_040, how long it took)`;
//! 2. [`time_with`] makes an input first, and times only what is done with it: in
//!    `time_with(&clock, || shuffled(1000), sorted)` the shuffling isn't counted.
//!
//! Whatever the caller does with the value, the work must have been done when the clock is read for the second time,
//! and the input must be there when it is read for the first, even if nobody ever looks at them. An optimising compiler
//! is free to leave out what makes no difference. `std::hint::black_box` is how you tell it that something does.
//!
//! Read the clock that you are given, once before the work and once after it. The check has a clock of its own, which
//! moves only when the check says so, and counts the memory that is really asked for. (`#[inline]` invites the compiler
//! to look into your functions where they are called, as it may anyway.) About 20 minutes.

use std::time::Duration;

/// A clock.
pub trait Clock {
    /// The time that has passed since a moment which stays the same.
    fn now(&self) -> Duration;
}

/// What `work` returns, and how long it took on `clock`; no time at all if the clock was set back meanwhile.
#[inline]
pub fn time<T>(clock: &impl Clock, work: impl FnOnce() -> T) -> (T, Duration) {
    let _ = (clock, work);
    todo!("look at the clock, work, look again")
}

/// What `work` returns for the input that `set_up` makes, and how long `work` alone took on `clock`; no time at all if
/// the clock was set back meanwhile.
#[inline]
pub fn time_with<S, T>(clock: &impl Clock, set_up: impl FnOnce() -> S, work: impl FnOnce(S) -> T) -> (T, Duration) {
    let _ = (clock, set_up, work);
    todo!("make the input, and only then look at the clock")
}
