//! Shortest ways between 800 places, beside the reference answer.

use std::{process::ExitCode, thread};

#[path = "../../solutions/shortcut_final/src/lib.rs"]
mod reference;

const PLACES: usize = 800;

fn main() -> ExitCode {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let d: Vec<_> = (0..PLACES * PLACES).map(|i| ((i * 7919 + 13) % 1009) as f32).collect();
    paired_timing::judge_scaling(
        "shortest ways between 800 places",
        workers,
        |workers| shortcut_final::shortcut::<[f32; 8]>(&d, PLACES, workers),
        |workers| reference::shortcut::<[f32; 8]>(&d, PLACES, workers),
    )
}
