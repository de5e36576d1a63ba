//! A card computes all distances, through interfaces that this crate doesn't link. How stands in `crates/devices`;
//! here its programs are started.

use crate::Pairs;
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// Where the coordinates lie, in the order of [`Pairs`], and where the distances go.
pub type Place = ([Handle; 4], Handle);

/// By OpenCL.
pub fn opencl(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Took, Unavailable> {
    solve("opencl", pairs, km)
}

/// By CUDA.
pub fn cuda(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Took, Unavailable> {
    solve("cuda", pairs, km)
}

/// By CubeCL.
pub fn cubecl(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<Took, Unavailable> {
    solve("cubecl", pairs, km)
}

fn solve(interface: &str, pairs: &Pairs, km: &mut Shared<f64>) -> Result<Took, Unavailable> {
    let columns = [pairs.lon1.handle(), pairs.lat1.handle(), pairs.lon2.handle(), pairs.lat2.handle()];
    cards::solve(interface, "great_circle", &(columns, km.handle()))
}
