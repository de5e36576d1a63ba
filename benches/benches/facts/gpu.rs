//! What it costs to ask a graphics adapter for anything at all.

use benches::{
    experiment::Outcome,
    timing::{SAMPLES, each, repeat},
};
use gpu::Kernel;
use great_circle::Pairs;
use shared::Shared;
use std::time::Instant;

/// One pair of points sent to the adapter, one distance computed, and sent back.
pub fn round_trip() -> Outcome<Vec<f64>> {
    let pairs = Pairs::random(1, 7);
    let mut km = Shared::zeroed(1);
    // The first one opens the adapter and compiles the shader.
    great_circle::gpu::stages(&pairs, &mut km)?;
    Ok(repeat(|| great_circle::gpu::stages(&pairs, &mut km)))
}

/// An adapter found and chosen, by a program that has loaded the drivers before.
pub fn adapter() -> Outcome<Vec<f64>> {
    each(1, || Ok(gpu::open_again()?.opening().adapter))
}

/// A device of it, with its queue.
pub fn device() -> Outcome<Vec<f64>> {
    each(1, || Ok(gpu::open_again()?.opening().device))
}

/// Great circle's shader read, checked and made into a pipeline.
pub fn pipeline() -> Outcome<Vec<f64>> {
    let gpu = gpu::open()?;
    let wgsl = include_str!("../../../crates/kernels/great_circle/src/gpu.wgsl");
    each(1, || {
        let start = Instant::now();
        gpu.kernel(wgsl, "distances", 1)?;
        Ok(start.elapsed())
    })
}

/// How many times as long the Mandelbrot shader computes when it reads its limit from the buffer at each step, and not
/// once before the loop. Both are measured by turns, and each turn gives one ratio.
pub fn read_in_loop() -> Outcome<Vec<f64>> {
    const ONCE: &str = include_str!("../../../crates/kernels/mandelbrot/src/gpu.wgsl");
    let each_step = ONCE.replace("steps < limit", "steps < view.limit");
    assert_ne!(ONCE, each_step, "the shader's loop reads as it did");
    let gpu = gpu::open()?;
    let (once, each_step) = (gpu.kernel(ONCE, "escape_times", 1)?, gpu.kernel(&each_step, "escape_times", 1)?);

    let (columns, rows, limit) = (512_u32, 384_u32, 500_u32);
    let [left, top, pixel] = [-2.25, 1.125, 3.0 / columns as f32].map(f32::to_bits);
    let view = [left, top, pixel, columns, limit];
    let mut counts = vec![0_u32; (columns * rows) as usize];
    let mut compute = |kernel: &Kernel| {
        let groups = [columns.div_ceil(8), rows.div_ceil(8), 1];
        kernel.run(&[bytemuck::cast_slice(&view)], bytemuck::cast_slice_mut(&mut counts), groups)
    };
    let mut ratio = || Ok(compute(&each_step)?.compute.div_duration_f64(compute(&once)?.compute));
    ratio()?;
    (0..SAMPLES).map(|_| ratio()).collect()
}
