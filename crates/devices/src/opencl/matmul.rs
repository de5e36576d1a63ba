//! Each work-group of an OpenCL kernel computes a tile of the product.

use crate::opencl::{failed, open};
use matmul::Matrices;
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

/// Rows and columns of a tile; `matmul.cl` says the same.
const TILE: usize = 16;

/// Writes the product into `c`; returns how long the kernel took.
pub fn run(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<Duration, Unavailable> {
    static PROGRAM: OnceLock<Result<Program, Unavailable>> = OnceLock::new();
    let opencl = open()?;
    let program = PROGRAM.get_or_init(|| opencl.program(include_str!("matmul.cl"))).as_ref();
    let kernel = Kernel::create(program.map_err(Clone::clone)?, "multiply").map_err(failed)?;
    if matrices.is_empty() {
        return Ok(Duration::ZERO);
    }
    let (a, b) = (opencl.upload(matrices.a())?, opencl.upload(matrices.b())?);
    let answer = opencl.room(c.len())?;
    let edge = matrices.len().next_multiple_of(TILE);
    let start = Instant::now();
    let mut launch = ExecuteKernel::new(&kernel);
    // SAFETY: these are the kernel's arguments, in its order and of its types, and no item passes their ends.
    unsafe {
        launch.set_arg(&a).set_arg(&b).set_arg(&answer).set_arg(&(matrices.len() as u64));
        launch.set_local_work_sizes(&[TILE, TILE]).set_global_work_sizes(&[edge, edge]);
        launch.enqueue_nd_range(opencl.queue())
    }
    .map_err(failed)?;
    opencl.wait()?;
    let took = start.elapsed();
    opencl.download(&answer, c)?;
    Ok(took)
}
