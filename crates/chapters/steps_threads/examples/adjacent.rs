//! Runs `adjacent`: each thread counts in a counter of its own, and the counters lie side by side.

use std::time::Instant;
use steps_threads::adjacent;
use variant::Workers;

fn main() {
    for workers in [Workers::ONE, Workers::available()] {
        let start = Instant::now();
        let sum = adjacent::run(workers, 5_000_000);
        println!("{workers} threads: {sum} in {:.1?}", start.elapsed());
    }
}
