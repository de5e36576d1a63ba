//! What one core does with numbers, and what it costs to look at the clock.

use benches::{experiment::Outcome, timing::repeat};
use std::{hint::black_box, time::Instant};

const ADDITIONS: usize = 8_000;

/// The clock that every measurement here reads.
pub fn clock_read() -> Outcome<Vec<f64>> {
    Ok(repeat(Instant::now))
}

/// One addition of two `f64` when each waits for the one before.
pub fn add_latency() -> Outcome<Vec<f64>> {
    Ok(chains::<1>())
}

/// One addition of two `f64` when sixteen chains of them are independent.
pub fn add_throughput() -> Outcome<Vec<f64>> {
    Ok(chains::<16>())
}

/// Seconds for one addition, when they form `N` chains. Floating-point addition isn't associative, so the compiler may
/// not break a chain up.
fn chains<const N: usize>() -> Vec<f64> {
    let step = black_box(1.0);
    let one = || {
        let mut sums = [0.0; N];
        for _ in 0..ADDITIONS / N {
            for sum in &mut sums {
                *sum += step;
            }
        }
        sums
    };
    repeat(one).into_iter().map(|seconds| seconds / ADDITIONS as f64).collect()
}
