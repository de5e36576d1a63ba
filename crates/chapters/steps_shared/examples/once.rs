//! Runs `once`: who asks first waits for the table, the others find it.

use std::time::Instant;
use steps_shared::once;

fn main() {
    for degrees in [30, 45, 90] {
        let start = Instant::now();
        let sine = once::sine(degrees);
        println!("sin {degrees}° = {sine:.4}, after {:.1?}", start.elapsed());
    }
}
