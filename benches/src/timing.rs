//! Timing small things.

use crate::experiment::Outcome;
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// How many samples a median is taken from.
pub const SAMPLES: usize = 31;

/// Long enough for the clock's own cost, tens of nanoseconds, to vanish.
const SAMPLE: Duration = Duration::from_millis(2);

/// Seconds for one run of `op`: a sample is as many runs as fill two milliseconds, or one run where that takes longer.
pub fn repeat<T>(mut op: impl FnMut() -> T) -> Vec<f64> {
    let mut seconds_of = |runs: u64| {
        let start = Instant::now();
        for _ in 0..runs {
            black_box(op());
        }
        start.elapsed().as_secs_f64()
    };
    // Also the warm-up.
    let mut runs = 1;
    while seconds_of(runs) < SAMPLE.as_secs_f64() {
        runs *= 2;
    }
    (0..SAMPLES).map(|_| seconds_of(runs) / runs as f64).collect()
}

/// Times what `measure` returns, each divided by `parts`: for code that must set something up before the clock starts.
pub fn each(parts: usize, mut measure: impl FnMut() -> Outcome<Duration>) -> Outcome<Vec<f64>> {
    measure()?;
    (0..SAMPLES).map(|_| Ok(measure()?.as_secs_f64() / parts as f64)).collect()
}

/// How many times as long `slow` takes as `quick`: they take turns, and each turn gives one ratio. A turn is as many
/// runs of each as keep `quick` busy for a millisecond. Each begins with the other's data in the caches.
pub fn in_turns<A, B>(slow: impl FnMut() -> A, quick: impl FnMut() -> B) -> Vec<f64> {
    turns(0, slow, quick)
}

/// The same, but each runs once before the clock starts: it begins with as much of its own data in the caches as fits,
/// as in [`repeat`].
pub fn in_warm_turns<A, B>(slow: impl FnMut() -> A, quick: impl FnMut() -> B) -> Vec<f64> {
    turns(1, slow, quick)
}

fn turns<A, B>(untimed: u32, mut slow: impl FnMut() -> A, mut quick: impl FnMut() -> B) -> Vec<f64> {
    fn seconds_of<T>(untimed: u32, runs: u32, work: &mut impl FnMut() -> T) -> f64 {
        for _ in 0..untimed {
            black_box(work());
        }
        let start = Instant::now();
        for _ in 0..runs {
            black_box(work());
        }
        start.elapsed().as_secs_f64()
    }
    // Also the warm-up.
    let mut runs = 1;
    while seconds_of(0, runs, &mut quick) < 1e-3 {
        runs *= 2;
    }
    seconds_of(0, runs, &mut slow);
    (0..SAMPLES).map(|_| seconds_of(untimed, runs, &mut slow) / seconds_of(untimed, runs, &mut quick)).collect()
}

/// Seconds for each of `runs` runs of one short loop, some tens of microseconds of arithmetic that touches no memory:
/// what differs between them is the machine.
pub fn noisy(runs: usize) -> Vec<f64> {
    let one = |_| {
        let start = Instant::now();
        let mut sum = black_box(1.0);
        for _ in 0..20_000 {
            sum += 0.5;
        }
        black_box(sum);
        start.elapsed().as_secs_f64()
    };
    (0..runs).map(one).collect()
}
