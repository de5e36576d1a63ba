//! A card computes the totals, through interfaces that this crate doesn't link. How stands in `crates/devices`;
//! here its programs are started.

use crate::Numbers;
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// Where the numbers lie, and where the totals go.
pub type Place = (Handle, Handle);

/// By OpenCL.
pub fn opencl(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<Took, Unavailable> {
    solve("opencl", numbers, totals)
}

/// By CUDA.
pub fn cuda(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<Took, Unavailable> {
    solve("cuda", numbers, totals)
}

/// By CubeCL.
pub fn cubecl(numbers: &Numbers, _: Workers, totals: &mut Shared<u64>) -> Result<Took, Unavailable> {
    solve("cubecl", numbers, totals)
}

fn solve(interface: &str, numbers: &Numbers, totals: &mut Shared<u64>) -> Result<Took, Unavailable> {
    cards::solve(interface, "scan", &(numbers.0.handle(), totals.handle()))
}
