//! How fast is your histogram beside the reference? `cargo lab check contended_histogram --speed` runs this.

#[path = "../../solutions/contended_histogram/src/lib.rs"]
#[allow(dead_code)]
mod reference;

use std::process::ExitCode;
use std::thread;

const VALUES: usize = 1 << 18;
const BINS: usize = 64;

fn main() -> ExitCode {
    let workers = thread::available_parallelism().map_or(2, usize::from);
    // Spread like the sum of two dice: most values fall into few bins.
    let values: Vec<f64> = (0..VALUES).map(|i| (i * 7919 % 1000 + i * 104_729 % 1000) as f64 / 2000.0).collect();
    paired_timing::judge_scaling(
        &format!("{VALUES} values into {BINS} bins, with {workers} workers"),
        workers,
        |workers| {
            contended_histogram::count_all(&values, workers, || contended_histogram::Histogram::new(0.0, 1.0, BINS))
        },
        |workers| reference::count_all(&values, workers, || reference::Histogram::new(0.0, 1.0, BINS)),
    )
}
