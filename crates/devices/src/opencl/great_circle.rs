//! Each work-item of an OpenCL kernel computes the distance of one pair.

use crate::opencl::{failed, open};
use great_circle::Pairs;
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

/// Work-items in a group.
const GROUP: usize = 64;

/// Writes the distance of every pair into `km`; returns how long the kernel took.
pub fn run(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Duration, Unavailable> {
    static PROGRAM: OnceLock<Result<Program, Unavailable>> = OnceLock::new();
    let opencl = open()?;
    let program = PROGRAM.get_or_init(|| opencl.program(include_str!("great_circle.cl"))).as_ref();
    let kernel = Kernel::create(program.map_err(Clone::clone)?, "distances").map_err(failed)?;
    if pairs.is_empty() {
        return Ok(Duration::ZERO);
    }
    let [lon1, lat1] = [opencl.upload(&pairs.lon1)?, opencl.upload(&pairs.lat1)?];
    let [lon2, lat2] = [opencl.upload(&pairs.lon2)?, opencl.upload(&pairs.lat2)?];
    let answer = opencl.room(pairs.len())?;
    let start = Instant::now();
    let mut launch = ExecuteKernel::new(&kernel);
    // SAFETY: these are the kernel's arguments, in its order and of its types, and no item passes their ends.
    unsafe {
        launch.set_arg(&lon1).set_arg(&lat1).set_arg(&lon2).set_arg(&lat2);
        launch.set_arg(&answer).set_arg(&(pairs.len() as u64));
        launch.set_local_work_size(GROUP).set_global_work_size(pairs.len().next_multiple_of(GROUP));
        launch.enqueue_nd_range(opencl.queue())
    }
    .map_err(failed)?;
    opencl.wait()?;
    let took = start.elapsed();
    opencl.download(&answer, km)?;
    Ok(took)
}
