//! How long does it take to add up square roots? This doesn't say.

use std::time::{Duration, Instant};

/// The time between two looks at the clock, with nothing between them.
pub fn time(numbers: &[f64]) -> Duration {
    let start = Instant::now();
    let _sum: f64 = numbers.iter().map(|x| x.sqrt()).sum();
    start.elapsed()
}
