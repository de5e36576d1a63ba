//! What do all your cores gain? `cargo lab check saxpy_plateau --speed`

#[expect(dead_code, reason = "only its saxpy is timed")]
#[path = "../../solutions/saxpy_plateau/src/lib.rs"]
mod reference;

use std::{cell::RefCell, process::ExitCode, thread};

/// Numbers of each array, 64 MiB: far more than caches hold.
const ELEMENTS: usize = 16 << 20;

fn main() -> ExitCode {
    let x = vec![1.0_f32; ELEMENTS];
    let y = RefCell::new(vec![1.0_f32; ELEMENTS]);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    paired_timing::judge_scaling(
        "saxpy of 16 million f32 on all cores",
        workers,
        |workers| saxpy_plateau::saxpy(0.5, &x, &mut y.borrow_mut(), workers),
        |workers| reference::saxpy(0.5, &x, &mut y.borrow_mut(), workers),
    )
}
