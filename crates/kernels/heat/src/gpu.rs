//! The plate lies in two buffers of the adapter: a step reads one and stores into the other. All steps are one
//! submission, and between them nothing crosses the bus.

use crate::{Plate, Temperatures};
use gpu::{GpuError, Pipeline, Stages};
use rayon::prelude::*;
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use variant::{Unavailable, Workers};

/// The fewest points that a core is given to convert: fewer are hardly worth waking a core for.
const GRAIN: usize = 16_384;

/// Writes the temperatures after the last step into `after`.
pub fn run(plate: &Plate, _: Workers, after: &mut Temperatures) -> Result<Duration, Unavailable> {
    stages(plate, after).map(|stages| stages.compute)
}

/// As [`run`]; says how long each stage took. Before and after the steps, all cores convert between `f64` and `f32`.
pub fn stages(plate: &Plate, after: &mut Temperatures) -> Result<Stages, Unavailable> {
    static ADVANCE: OnceLock<Result<Pipeline, GpuError>> = OnceLock::new();
    let gpu = gpu::open()?;
    let advance = ADVANCE.get_or_init(|| gpu.pipeline(include_str!("gpu.wgsl"), "advance", &[])).as_ref();
    let advance = advance.map_err(Clone::clone)?;
    let n = plate.size as u32;

    let start = Instant::now();
    let single: Vec<f32> = plate.start.par_iter().with_min_len(GRAIN).map(|&degrees| degrees as f32).collect();
    let packed = Instant::now();
    // ANCHOR: steps
    let (one, size, other) = (gpu.buffer(&single)?, gpu.buffer(&[n])?, gpu.zeros::<f32>(single.len())?);
    let there = advance.bind(&[&one, &size, &other])?;
    let back = advance.bind(&[&other, &size, &one])?;
    gpu.finish()?;
    let uploaded = Instant::now();

    let groups = [n.div_ceil(32), n.div_ceil(8), 1];
    let in_turns = [&there, &back].into_iter().cycle();
    let steps: Vec<_> = in_turns.take(plate.steps).map(|step| step.groups(groups)).collect();
    gpu.run(&[&steps])?;
    // ANCHOR_END: steps
    let computed = Instant::now();

    let last: Vec<f32> = gpu.read(if plate.steps.is_multiple_of(2) { &one } else { &other })?;
    let downloaded = Instant::now();
    after.par_iter_mut().with_min_len(GRAIN).zip(&last).for_each(|(degrees, &single)| *degrees = f64::from(single));
    // To give memory back takes time as well.
    drop((single, last));
    Ok(Stages {
        pack: packed - start,
        upload: uploaded - packed,
        compute: computed - uploaded,
        download: downloaded - computed,
        unpack: downloaded.elapsed(),
    })
}
