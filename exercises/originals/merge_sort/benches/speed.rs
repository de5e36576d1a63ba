//! A million numbers in no order, beside the reference answer.

#[path = "../../solutions/merge_sort/src/lib.rs"]
mod reference;

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{process::ExitCode, thread};

fn main() -> ExitCode {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let pool = |workers: usize| ThreadPoolBuilder::new().num_threads(workers).build().expect("threads start");
    let (one, all) = (pool(1), pool(workers));
    let pool = |asked: usize| -> &ThreadPool { if asked == 1 { &one } else { &all } };

    // Stirred (SplitMix64's last two steps): no order that a processor could guess.
    let stir = |i: u64| {
        let bits = i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    };
    let numbers: Vec<u64> = (0..1_000_000).map(stir).collect();
    let sorted = |sort: fn(&mut [u64])| {
        let mut numbers = numbers.clone();
        sort(&mut numbers);
        numbers
    };
    paired_timing::judge_scaling(
        "a million numbers sorted",
        workers,
        |workers| pool(workers).install(|| sorted(merge_sort::sort)),
        |workers| pool(workers).install(|| sorted(reference::sort)),
    )
}
