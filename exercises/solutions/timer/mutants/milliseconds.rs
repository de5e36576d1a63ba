//! Counts in whole milliseconds and loses the rest.

use std::hint::black_box;
use std::time::Duration;

/// A clock.
pub trait Clock {
    /// The time that has passed since a moment which stays the same.
    fn now(&self) -> Duration;
}

/// What `work` returns, and how long it took on `clock`; no time at all if the clock was set back meanwhile.
#[inline]
pub fn time<T>(clock: &impl Clock, work: impl FnOnce() -> T) -> (T, Duration) {
    time_with(clock, || (), |()| work())
}

/// What `work` returns for the input that `set_up` makes, and how long `work` alone took on `clock`.
#[inline]
pub fn time_with<S, T>(clock: &impl Clock, set_up: impl FnOnce() -> S, work: impl FnOnce(S) -> T) -> (T, Duration) {
    let input = black_box(set_up());
    let before = clock.now();
    let value = black_box(work(input));
    let after = clock.now();
    (value, Duration::from_millis(after.saturating_sub(before).as_millis() as u64))
}
