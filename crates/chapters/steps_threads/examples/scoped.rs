//! Runs `scoped` on half a million pairs of places, with a thread for each core.

use great_circle::Pairs;
use std::time::Instant;
use steps_threads::scoped;
use variant::Workers;

fn main() {
    let pairs = Pairs::random(500_000, 7);
    for workers in [Workers::ONE, Workers::available()] {
        let start = Instant::now();
        let km = scoped::run(&pairs, workers);
        println!("{workers} threads: {:.1?}; the first distance is {:.1} km", start.elapsed(), km[0]);
    }
}
