//! The time of one step of your trail, by the memory that it leads through.

use std::hint::black_box;
use std::time::Instant;
use trail::{LINE, chase, lay};

const STEPS: usize = 2_000_000;

fn main() {
    println!("{:>10}  time of a step", "memory");
    for power in 12..=27 {
        let bytes = 1_usize << power;
        let trail = lay(bytes / (LINE * size_of::<usize>()), 1);
        // Once around, so that what fits into a cache is there.
        black_box(chase(&trail, trail.len() / LINE));
        let start = Instant::now();
        black_box(chase(black_box(&trail), STEPS));
        let nanoseconds = start.elapsed().as_secs_f64() * 1e9 / STEPS as f64;
        println!("{:>6} KiB  {nanoseconds:>6.1} ns", bytes >> 10);
    }
}
