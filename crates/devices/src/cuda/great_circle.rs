//! Each thread of a CUDA kernel computes the distance of one pair.

use crate::cuda::{MultiplyAdd, failed, open};
use cudarc::driver::{CudaModule, LaunchConfig, PushKernelArg};
use great_circle::Pairs;
use shared::Shared;
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Threads in a block.
const BLOCK: u32 = 64;

/// Writes the distance of every pair into `km`; returns how long the kernel took.
pub fn run(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Duration, Unavailable> {
    static MODULE: OnceLock<Result<Arc<CudaModule>, Unavailable>> = OnceLock::new();
    let cuda = open()?;
    let source = include_str!("great_circle.cu");
    let module = MODULE.get_or_init(|| cuda.module("great_circle.cu", source, MultiplyAdd::Fused)).clone()?;
    if pairs.is_empty() {
        return Ok(Duration::ZERO);
    }
    let stream = cuda.stream();
    let mut solve = || {
        let distances = module.load_function("distances")?;
        let [lon1, lat1] = [stream.clone_htod(&pairs.lon1[..])?, stream.clone_htod(&pairs.lat1[..])?];
        let [lon2, lat2] = [stream.clone_htod(&pairs.lon2[..])?, stream.clone_htod(&pairs.lat2[..])?];
        let (mut answer, n) = (stream.alloc_zeros::<f64>(pairs.len())?, pairs.len() as u64);
        let blocks = pairs.len().div_ceil(BLOCK as usize) as u32;
        let shape = LaunchConfig { grid_dim: (blocks, 1, 1), block_dim: (BLOCK, 1, 1), shared_mem_bytes: 0 };
        stream.synchronize()?;
        let start = Instant::now();
        let mut launch = stream.launch_builder(&distances);
        launch.arg(&lon1).arg(&lat1).arg(&lon2).arg(&lat2).arg(&mut answer).arg(&n);
        // SAFETY: these are the kernel's arguments, in its order and of its types, and no thread passes their ends.
        unsafe { launch.launch(shape) }?;
        stream.synchronize()?;
        let took = start.elapsed();
        stream.memcpy_dtoh(&answer, &mut km[..])?;
        stream.synchronize()?;
        Ok(took)
    };
    solve().map_err(failed)
}
