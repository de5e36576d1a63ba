//! Runs `one_line` on four threads, or what its arguments say: `one_line WORKERS one_line|two_lines`. Each item is a
//! row of numbers, and its score the most steps that one of them takes to 1.
//!
//! To see where each thread stands: `gdb -batch -ex 'break score' -ex 'ignore 1 100' -ex run -ex 'thread apply all
//! backtrace' target/debug/examples/one_line`.

use std::env;
use steps_shared::{one_line, two_lines};
use variant::Workers;

fn main() {
    let words: Vec<_> = env::args().skip(1).collect();
    let workers = words.first().and_then(|word| word.parse().ok()).and_then(Workers::new);
    let workers = workers.unwrap_or(Workers::new(4).expect("it isn't zero"));
    let items: Vec<u64> = (0..400).collect();
    let scores = if words.get(1).is_some_and(|way| way == "two_lines") {
        two_lines::run(workers, &items, |item| score(*item))
    } else {
        one_line::run(workers, &items, |item| score(*item))
    };
    println!("{} scores, the largest is {}", scores.len(), scores.iter().max().expect("there are some"));
}

/// The most steps that one of two thousand numbers takes to 1, if even ones are halved, and odd ones tripled and
/// increased by one. Not inlined, so that a debugger knows it by name.
#[inline(never)]
fn score(item: u64) -> u32 {
    let first = 1 + item * 2_000;
    (first..first + 2_000).map(steps).max().expect("there are some")
}

fn steps(mut number: u64) -> u32 {
    let mut steps = 0;
    while number != 1 {
        number = if number.is_multiple_of(2) { number / 2 } else { 3 * number + 1 };
        steps += 1;
    }
    steps
}
