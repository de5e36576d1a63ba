//! Each thread of a CUDA kernel computes one pixel.

use crate::cuda::{MultiplyAdd, failed, open};
use cudarc::driver::{CudaModule, LaunchConfig, PushKernelArg};
use mandelbrot::View;
use shared::Shared;
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Columns and rows of a block: neighbours in both directions take a similar number of steps.
const BLOCK: u32 = 8;

/// Writes the escape times into `counts`; returns how long the kernel took.
pub fn run(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Duration, Unavailable> {
    static MODULE: OnceLock<Result<Arc<CudaModule>, Unavailable>> = OnceLock::new();
    let cuda = open()?;
    let source = include_str!("mandelbrot.cu");
    let module = MODULE.get_or_init(|| cuda.module("mandelbrot.cu", source, MultiplyAdd::Separate)).clone()?;
    if counts.is_empty() {
        return Ok(Duration::ZERO);
    }
    let stream = cuda.stream();
    let mut solve = || {
        let escape_times = module.load_function("escape_times")?;
        let mut answer = stream.alloc_zeros::<u32>(counts.len())?;
        let [columns, rows] = [view.columns as u32, view.rows as u32];
        let grid_dim = (columns.div_ceil(BLOCK), rows.div_ceil(BLOCK), 1);
        let shape = LaunchConfig { grid_dim, block_dim: (BLOCK, BLOCK, 1), shared_mem_bytes: 0 };
        stream.synchronize()?;
        let start = Instant::now();
        let mut launch = stream.launch_builder(&escape_times);
        launch.arg(&view.left).arg(&view.top).arg(&view.pixel);
        launch.arg(&columns).arg(&rows).arg(&view.limit).arg(&mut answer);
        // SAFETY: these are the kernel's arguments, in its order and of its types, and no thread passes the edge.
        unsafe { launch.launch(shape) }?;
        stream.synchronize()?;
        let took = start.elapsed();
        stream.memcpy_dtoh(&answer, &mut counts[..])?;
        stream.synchronize()?;
        Ok(took)
    };
    solve().map_err(failed)
}
