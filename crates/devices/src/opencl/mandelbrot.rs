//! Each work-item of an OpenCL kernel computes one pixel.

use crate::opencl::{failed, open};
use mandelbrot::View;
use opencl3::{
    kernel::{ExecuteKernel, Kernel},
    program::Program,
};
use shared::Shared;
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Columns and rows of a work-group: neighbours in both directions take a similar number of steps.
const GROUP: usize = 8;

/// Writes the escape times into `counts`; returns how long the kernel took.
pub fn run(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Duration, Unavailable> {
    static PROGRAM: OnceLock<Result<Program, Unavailable>> = OnceLock::new();
    let opencl = open()?;
    let program = PROGRAM.get_or_init(|| opencl.program(include_str!("mandelbrot.cl"))).as_ref();
    let kernel = Kernel::create(program.map_err(Clone::clone)?, "escape_times").map_err(failed)?;
    if counts.is_empty() {
        return Ok(Duration::ZERO);
    }
    let answer = opencl.room(counts.len())?;
    let [columns, rows] = [view.columns, view.rows].map(|pixels| pixels.next_multiple_of(GROUP));
    let start = Instant::now();
    let mut launch = ExecuteKernel::new(&kernel);
    // SAFETY: these are the kernel's arguments, in its order and of its types, and no item passes the picture's edge.
    unsafe {
        launch.set_arg(&view.left).set_arg(&view.top).set_arg(&view.pixel);
        launch.set_arg(&(view.columns as u32)).set_arg(&(view.rows as u32)).set_arg(&view.limit);
        launch.set_arg(&answer);
        launch.set_local_work_sizes(&[GROUP, GROUP]).set_global_work_sizes(&[columns, rows]);
        launch.enqueue_nd_range(opencl.queue())
    }
    .map_err(failed)?;
    opencl.wait()?;
    let took = start.elapsed();
    opencl.download(&answer, counts)?;
    Ok(took)
}
