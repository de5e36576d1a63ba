//! A picture of six million pixels, beside the reference answer.

#[path = "../../solutions/capstone/src/lib.rs"]
mod reference;

use std::{process::ExitCode, thread};

const WIDTH: usize = 3000;
const PIXELS: usize = WIDTH * 2000;

fn main() -> ExitCode {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let source: Vec<u8> = (0..PIXELS as u32).map(|i| (i.wrapping_mul(0x9e37_79b1) >> 24) as u8).collect();
    let blurred = |blur: fn(&[u8], usize, usize, usize, &mut [u8])| {
        let source = &source;
        let target = std::cell::RefCell::new(vec![0; PIXELS]);
        move |workers| blur(source, WIDTH, 10, workers, &mut target.borrow_mut())
    };
    paired_timing::judge_scaling(
        "3000 × 2000 pixels blurred, with radius 10",
        workers,
        blurred(capstone::blur),
        blurred(reference::blur),
    )
}
