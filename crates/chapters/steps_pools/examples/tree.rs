//! Runs `tree`: in how many ways do `n` queens stand on a board?

use std::time::Instant;
use steps_pools::tree;

fn main() {
    for n in 4..=9 {
        let start = Instant::now();
        println!("{n} queens: {} ways, in {:.1?}", tree::run(n), start.elapsed());
    }
}
