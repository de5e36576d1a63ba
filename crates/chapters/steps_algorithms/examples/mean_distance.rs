//! Runs `mean_distance`: more batches, a better estimate. On a sphere the true mean is a quarter of the way around.

use std::time::Instant;
use steps_algorithms::mean_distance::{BATCH, estimate};

fn main() {
    for batches in [1, 10, 100] {
        let start = Instant::now();
        let km = estimate(batches, 7);
        println!("{:7} pairs: {km:.1} km, in {:.1?}", batches * BATCH as u64, start.elapsed());
    }
    println!("a quarter of the way around: {:.1} km", std::f64::consts::FRAC_PI_2 * 6371.0);
}
