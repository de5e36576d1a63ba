//! Three steps of OpenCL kernels: the sum of each block, the running totals of those sums, the running totals of each
//! block. The second step is all three again, on as many numbers as there were blocks.

use crate::opencl::{OpenCl, failed, open};
use opencl3::{
    kernel::{ExecuteKernel, Kernel},
    memory::Buffer,
    program::Program,
};
use scan::Numbers;
use shared::Shared;
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Numbers in a block, and work-items in a group; `scan.cl` says the same.
const BLOCK: usize = 256;

/// Writes the running totals of `numbers` into `totals`; returns how long the kernel took.
pub fn run(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<Duration, Unavailable> {
    static PROGRAM: OnceLock<Result<Program, Unavailable>> = OnceLock::new();
    let opencl = open()?;
    let program = PROGRAM.get_or_init(|| opencl.program(include_str!("scan.cl"))).as_ref().map_err(Clone::clone)?;
    let sums_of_blocks = Kernel::create(program, "sums_of_blocks").map_err(failed)?;
    let totals_of_blocks = Kernel::create(program, "totals").map_err(failed)?;
    if numbers.is_empty() {
        return Ok(Duration::ZERO);
    }
    let x = opencl.upload(numbers)?;
    let start = Instant::now();
    let y = scan(opencl, [&sums_of_blocks, &totals_of_blocks], &x, numbers.len())?;
    opencl.wait()?;
    let took = start.elapsed();
    opencl.download(&y, totals)?;
    Ok(took)
}

/// The running totals of the `n` numbers in `x`; all data stays on the device.
fn scan(opencl: &OpenCl, kernels: [&Kernel; 2], x: &Buffer<u64>, n: usize) -> Result<Buffer<u64>, Unavailable> {
    let [sums_of_blocks, totals_of_blocks] = kernels;
    let (blocks, y) = (n.div_ceil(BLOCK), opencl.room(n)?);
    let mut before = opencl.room(blocks)?;
    if blocks > 1 {
        let sums = &before;
        launch(opencl, sums_of_blocks, &[x, sums], n)?;
        before = scan(opencl, kernels, sums, blocks)?;
    }
    launch(opencl, totals_of_blocks, &[x, &before, &y], n)?;
    Ok(y)
}

/// Starts a kernel on `n` numbers; it takes these buffers, and `n`. A queue in order waits for what was started before.
fn launch(opencl: &OpenCl, kernel: &Kernel, buffers: &[&Buffer<u64>], n: usize) -> Result<(), Unavailable> {
    let mut launch = ExecuteKernel::new(kernel);
    // SAFETY: both kernels take buffers of numbers and how many there are, and neither passes their ends.
    unsafe {
        for &buffer in buffers {
            launch.set_arg(buffer);
        }
        launch.set_arg(&(n as u64));
        launch.set_local_work_size(BLOCK).set_global_work_size(n.next_multiple_of(BLOCK));
        launch.enqueue_nd_range(opencl.queue())
    }
    .map_err(failed)?;
    Ok(())
}
