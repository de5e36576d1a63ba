//! Runs `join` with parts of several sizes: too small costs more than it gains.

use std::time::Instant;
use steps_pools::join;

fn main() {
    let items: Vec<u64> = (0..4_000_000).collect();
    for grain in [1, 100, 10_000, items.len()] {
        let start = Instant::now();
        let sum = join::run(&items, grain, &|&item: &u64| item % 7);
        println!("parts of up to {grain:7}: {sum} in {:.1?}", start.elapsed());
    }
}
