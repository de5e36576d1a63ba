//! Each invocation of a compute shader computes the distance of one pair.

use crate::Pairs;
use gpu::{GpuError, Kernel, Stages};
use rayon::prelude::*;
use shared::Shared;
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// Invocations in a workgroup; `gpu.wgsl` says the same.
const GROUP: usize = 64;

/// The fewest pairs that a core is given to convert: fewer are hardly worth waking a core for.
const GRAIN: usize = 16_384;

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Duration, Unavailable> {
    stages(pairs, km).map(|stages| stages.compute)
}

/// As [`run`]; says how long each stage took. Before and after the shader, all cores convert between `f64` and `f32`.
pub fn stages(pairs: &Pairs, km: &mut Shared<f64>) -> Result<Stages, Unavailable> {
    static KERNEL: OnceLock<Result<Kernel, GpuError>> = OnceLock::new();
    let gpu = gpu::open()?;
    let kernel = KERNEL.get_or_init(|| gpu.kernel(include_str!("gpu.wgsl"), "distances", 1)).as_ref();
    let kernel = kernel.map_err(Clone::clone)?;
    // More pairs than a buffer or a dispatch can hold are computed in batches.
    let batch = gpu.most_elements(size_of::<[f32; 4]>()).min(gpu.most_groups() as usize * GROUP);
    let mut total = Stages::default();
    for (b, km) in km.chunks_mut(batch).enumerate() {
        let start = Instant::now();
        let points: Vec<[f32; 4]> = (b * batch..b * batch + km.len())
            .into_par_iter()
            .with_min_len(GRAIN)
            .map(|i| [pairs.lon1[i], pairs.lat1[i], pairs.lon2[i], pairs.lat2[i]].map(|degrees| degrees as f32))
            .collect();
        let mut single = vec![0.0_f32; km.len()];
        total.pack += start.elapsed();

        let groups = [km.len().div_ceil(GROUP) as u32, 1, 1];
        total += kernel.run(&[bytemuck::cast_slice(&points)], bytemuck::cast_slice_mut(&mut single), groups)?;

        let start = Instant::now();
        km.par_iter_mut().with_min_len(GRAIN).zip(&single).for_each(|(km, &single)| *km = f64::from(single));
        // To give memory back takes time as well.
        drop((points, single));
        total.unpack += start.elapsed();
    }
    Ok(total)
}
