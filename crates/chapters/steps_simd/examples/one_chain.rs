//! Runs `one_chain` on a vector that the nearest cache holds, many times.

use std::{hint::black_box, time::Instant};
use steps_simd::one_chain::sum;

fn main() {
    let numbers = [1.5; 2048];
    let (rounds, start) = (10_000, Instant::now());
    for _ in 0..rounds {
        black_box(sum(black_box(&numbers)));
    }
    let each = start.elapsed().as_secs_f64() / (rounds * numbers.len()) as f64;
    println!("{:.3} ns for each addition", each * 1e9);
}
