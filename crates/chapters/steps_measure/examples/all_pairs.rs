//! Times `all_pairs` and prints the median, in seconds. It needs no other crate, so that the compiler can be told by
//! hand to optimise it or not: the fact `debug_build` does that.

#[path = "../src/all_pairs.rs"]
mod all_pairs;
#[path = "../src/points.rs"]
mod points;

use points::Point;
use std::{hint::black_box, time::Instant};

fn main() {
    let points = points::points(2_000);
    let mut times: Vec<_> = (0..11)
        .map(|_| {
            let start = Instant::now();
            black_box(all_pairs::closest(black_box(&points)));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{}", times[times.len() / 2].as_secs_f64());
}
