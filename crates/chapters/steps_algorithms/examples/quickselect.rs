//! Runs `quickselect` beside a sort: the middle one of two million keys.

use std::time::Instant;
use steps_algorithms::quickselect::select;

fn main() {
    let keys: Vec<u64> = (0..2_000_000_u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20).collect();
    let mut sorted = keys.clone();
    let place = keys.len() / 2;
    let start = Instant::now();
    println!("selected: {} in {:.1?}", select(keys, place), start.elapsed());
    let start = Instant::now();
    sorted.sort_unstable();
    println!("sorted:   {} in {:.1?}", sorted[place], start.elapsed());
}
