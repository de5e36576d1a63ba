//! Sweeps: `cargo bench -p benches --bench series`, or with names after `--` only those.
//!
//! To add one, write a function that measures its points and give it a row here.

mod accumulators;
mod bandwidth;
mod brent;
mod chunk_size;
mod closest_pair;
mod core_bars;
mod false_sharing;
mod gpu_stages;
mod grain;
mod memory_ladder;
mod messages;
mod noise;
mod overhead;
mod peak;
mod rows_to_a_job;
mod scan_sizes;
mod schedules;
mod send_or_share;
mod serial_code;
mod streaming;
mod ulp;
mod wake_latency;

use benches::experiment::{self, Sweep};
use std::process::ExitCode;

const SWEEPS: &[Sweep] = &[
    Sweep { name: "overhead", series: overhead::measure },
    Sweep { name: "chunk_size", series: chunk_size::measure },
    Sweep { name: "schedules", series: schedules::measure },
    Sweep { name: "grain", series: grain::measure },
    Sweep { name: "rows_to_a_job", series: rows_to_a_job::measure },
    Sweep { name: "false_sharing", series: false_sharing::measure },
    Sweep { name: "send_or_share", series: send_or_share::measure },
    Sweep { name: "memory_ladder", series: memory_ladder::measure },
    Sweep { name: "bandwidth", series: bandwidth::measure },
    Sweep { name: "peak", series: peak::measure },
    Sweep { name: "core_bars", series: core_bars::measure },
    Sweep { name: "closest_pair", series: closest_pair::measure },
    Sweep { name: "noise", series: noise::measure },
    Sweep { name: "accumulators", series: accumulators::measure },
    Sweep { name: "ulp", series: ulp::functions },
    Sweep { name: "coefficients", series: ulp::coefficients },
    Sweep { name: "right_digits", series: serial_code::right_digits },
    Sweep { name: "walk_order", series: serial_code::walk_order },
    Sweep { name: "padding", series: serial_code::padding },
    Sweep { name: "branches", series: serial_code::branches },
    Sweep { name: "matmul_order", series: serial_code::matmul_order },
    Sweep { name: "fat_records", series: serial_code::fat_records },
    Sweep { name: "scan_sizes", series: scan_sizes::measure },
    Sweep { name: "streaming", series: streaming::measure },
    Sweep { name: "brent", series: brent::measure },
    Sweep { name: "gpu_stages", series: gpu_stages::measure },
    Sweep { name: "messages", series: messages::measure },
    Sweep { name: "wake_latency", series: wake_latency::measure },
];

fn main() -> ExitCode {
    pools::processes::init();
    // SAFETY: the program has just begun, with this one thread.
    unsafe { gpu::without_desktop() };
    let code = experiment::sweeps(SWEEPS);
    pools::processes::shutdown();
    code
}
