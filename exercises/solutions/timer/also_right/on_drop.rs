//! A guard that looks at the clock when it is dropped.

use std::hint::black_box;
use std::time::Duration;

/// A clock.
pub trait Clock {
    /// The time that has passed since a moment which stays the same.
    fn now(&self) -> Duration;
}

/// Writes the time it lived into `took` at its end.
struct Watch<'a, C: Clock> {
    clock: &'a C,
    since: Duration,
    took: &'a mut Duration,
}

impl<C: Clock> Drop for Watch<'_, C> {
    fn drop(&mut self) {
        *self.took = self.clock.now().saturating_sub(self.since);
    }
}

/// Times `work`.
#[inline]
pub fn time<T>(clock: &impl Clock, work: impl FnOnce() -> T) -> (T, Duration) {
    let mut took = Duration::ZERO;
    let watch = Watch { clock, since: clock.now(), took: &mut took };
    let value = black_box(work());
    drop(watch);
    (value, took)
}

/// Times `work` on what `set_up` makes.
#[inline]
pub fn time_with<S, T>(clock: &impl Clock, set_up: impl FnOnce() -> S, work: impl FnOnce(S) -> T) -> (T, Duration) {
    let input = black_box(set_up());
    time(clock, || work(input))
}
