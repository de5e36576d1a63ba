//! Runs `many_chains` with more and more accumulators, on a vector that the nearest cache holds.

use std::{hint::black_box, time::Instant};
use steps_simd::many_chains::sum;

/// Nanoseconds for each addition.
fn time(sum: impl Fn(&[f64]) -> f64) -> f64 {
    let numbers = [1.5; 2048];
    let (rounds, start) = (10_000, Instant::now());
    for _ in 0..rounds {
        black_box(sum(black_box(&numbers)));
    }
    start.elapsed().as_secs_f64() / (rounds * numbers.len()) as f64 * 1e9
}

fn main() {
    println!(" 1 accumulator:  {:.3} ns", time(sum::<1>));
    println!(" 2 accumulators: {:.3} ns", time(sum::<2>));
    println!(" 4 accumulators: {:.3} ns", time(sum::<4>));
    println!(" 8 accumulators: {:.3} ns", time(sum::<8>));
    println!("16 accumulators: {:.3} ns", time(sum::<16>));
}
