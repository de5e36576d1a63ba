//! Runs `padded`: each thread counts in a counter of its own, and no two counters share a cache line.

use std::time::Instant;
use steps_threads::padded;
use variant::Workers;

fn main() {
    for workers in [Workers::ONE, Workers::available()] {
        let start = Instant::now();
        let sum = padded::run(workers, 5_000_000);
        println!("{workers} threads: {sum} in {:.1?}", start.elapsed());
    }
}
