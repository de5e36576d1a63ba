//! Each invocation of a compute shader computes one pixel.

use crate::View;
use gpu::{GpuError, Kernel, Stages};
use shared::Shared;
use std::{sync::OnceLock, time::Duration};
use variant::{Unavailable, Workers};

/// Pixels in a workgroup's side; `gpu.wgsl` says the same.
const SIDE: u32 = 8;

/// The picture as the shader reads it: five words.
#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Params {
    left: f32,
    top: f32,
    pixel: f32,
    columns: u32,
    limit: u32,
}

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Duration, Unavailable> {
    stages(view, counts).map(|stages| stages.compute)
}

/// As [`run`]; says how long each stage took. There is nothing to pack: five words go there, and what comes back is the
/// answer.
pub fn stages(view: &View, counts: &mut Shared<u32>) -> Result<Stages, Unavailable> {
    static KERNEL: OnceLock<Result<Kernel, GpuError>> = OnceLock::new();
    let gpu = gpu::open()?;
    let kernel = KERNEL.get_or_init(|| gpu.kernel(include_str!("gpu.wgsl"), "escape_times", 1)).as_ref();
    let kernel = kernel.map_err(Clone::clone)?;
    // A picture may be larger than a buffer or a dispatch can be: it is computed in strips of whole rows.
    let strip = gpu.most_elements(size_of::<u32>()) / view.columns.max(1);
    let strip = strip.min((gpu.most_groups() * SIDE) as usize);
    let mut total = Stages::default();
    for (s, counts) in counts.chunks_mut((strip * view.columns).max(1)).enumerate() {
        let params = Params {
            left: view.left as f32,
            top: view.im(s * strip) as f32,
            pixel: view.pixel as f32,
            columns: view.columns as u32,
            limit: view.limit,
        };
        let groups = [(view.columns as u32).div_ceil(SIDE), ((counts.len() / view.columns) as u32).div_ceil(SIDE), 1];
        total += kernel.run(&[bytemuck::bytes_of(&params)], bytemuck::cast_slice_mut(counts), groups)?;
    }
    Ok(total)
}
