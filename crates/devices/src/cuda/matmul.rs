//! Each block of a CUDA kernel computes a tile of the product.

use crate::cuda::{MultiplyAdd, failed, open};
use cudarc::driver::{CudaModule, LaunchConfig, PushKernelArg};
use matmul::Matrices;
use shared::Shared;
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Rows and columns of a tile; `matmul.cu` says the same.
const TILE: u32 = 16;

/// Writes the product into `c`; returns how long the kernel took.
pub fn run(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<Duration, Unavailable> {
    static MODULE: OnceLock<Result<Arc<CudaModule>, Unavailable>> = OnceLock::new();
    let cuda = open()?;
    let source = include_str!("matmul.cu");
    let module = MODULE.get_or_init(|| cuda.module("matmul.cu", source, MultiplyAdd::Fused)).clone()?;
    if matrices.is_empty() {
        return Ok(Duration::ZERO);
    }
    let stream = cuda.stream();
    let mut solve = || {
        let multiply = module.load_function("multiply")?;
        let (a, b) = (stream.clone_htod(matrices.a())?, stream.clone_htod(matrices.b())?);
        let (mut answer, n) = (stream.alloc_zeros::<f64>(c.len())?, matrices.len() as u64);
        let tiles = matrices.len().div_ceil(TILE as usize) as u32;
        let shape = LaunchConfig { grid_dim: (tiles, tiles, 1), block_dim: (TILE, TILE, 1), shared_mem_bytes: 0 };
        stream.synchronize()?;
        let start = Instant::now();
        let mut launch = stream.launch_builder(&multiply);
        launch.arg(&a).arg(&b).arg(&mut answer).arg(&n);
        // SAFETY: these are the kernel's arguments, in its order and of its types, and no thread passes their ends.
        unsafe { launch.launch(shape) }?;
        stream.synchronize()?;
        let took = start.elapsed();
        stream.memcpy_dtoh(&answer, &mut c[..])?;
        stream.synchronize()?;
        Ok(took)
    };
    solve().map_err(failed)
}
