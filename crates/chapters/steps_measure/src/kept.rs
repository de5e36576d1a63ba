//! How long does it take to add up square roots?

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The time it takes to add up the roots of `numbers`.
pub fn time(numbers: &[f64]) -> Duration {
    let start = Instant::now();
    let sum: f64 = black_box(numbers).iter().map(|x| x.sqrt()).sum();
    black_box(sum);
    start.elapsed()
}
