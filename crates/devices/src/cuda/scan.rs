//! Three steps of CUDA kernels: the sum of each block, the running totals of those sums, the running totals of each
//! block. The second step is all three again, on as many numbers as there were blocks.

use crate::cuda::{MultiplyAdd, failed, open};
use cudarc::driver::{CudaFunction, CudaModule, CudaSlice, CudaStream, DriverError, LaunchConfig, PushKernelArg};
use scan::Numbers;
use shared::Shared;
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Numbers, and threads, in a block; `scan.cu` says the same.
const BLOCK: u32 = 256;

/// Writes the running totals of `numbers` into `totals`; returns how long the kernel took.
pub fn run(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<Duration, Unavailable> {
    static MODULE: OnceLock<Result<Arc<CudaModule>, Unavailable>> = OnceLock::new();
    let cuda = open()?;
    let source = include_str!("scan.cu");
    let module = MODULE.get_or_init(|| cuda.module("scan.cu", source, MultiplyAdd::Fused)).clone()?;
    if numbers.is_empty() {
        return Ok(Duration::ZERO);
    }
    let stream = cuda.stream();
    let mut solve = || {
        let kernels = [module.load_function("sums_of_blocks")?, module.load_function("totals")?];
        let x = stream.clone_htod(&numbers[..])?;
        stream.synchronize()?;
        let start = Instant::now();
        let y = scan(stream, &kernels, &x)?;
        stream.synchronize()?;
        let took = start.elapsed();
        stream.memcpy_dtoh(&y, &mut totals[..])?;
        stream.synchronize()?;
        Ok(took)
    };
    solve().map_err(failed)
}

/// The running totals of the numbers in `x`; all data stays on the card.
fn scan(
    stream: &Arc<CudaStream>,
    kernels: &[CudaFunction; 2],
    x: &CudaSlice<u64>,
) -> Result<CudaSlice<u64>, DriverError> {
    let [sums_of_blocks, totals_of_blocks] = kernels;
    let (n, blocks) = (x.len() as u64, x.len().div_ceil(BLOCK as usize));
    let shape = LaunchConfig { grid_dim: (blocks as u32, 1, 1), block_dim: (BLOCK, 1, 1), shared_mem_bytes: 0 };
    let (mut before, mut y) = (stream.alloc_zeros(blocks)?, stream.alloc_zeros(x.len())?);
    if blocks > 1 {
        let mut launch = stream.launch_builder(sums_of_blocks);
        launch.arg(x).arg(&mut before).arg(&n);
        // SAFETY: these are the kernel's arguments, and there is a sum for each block.
        unsafe { launch.launch(shape) }?;
        before = scan(stream, kernels, &before)?;
    }
    let mut launch = stream.launch_builder(totals_of_blocks);
    launch.arg(x).arg(&before).arg(&mut y).arg(&n);
    // SAFETY: these are the kernel's arguments, and no thread passes the end of `x`, nor of `y`, which is as long.
    unsafe { launch.launch(shape) }?;
    Ok(y)
}
