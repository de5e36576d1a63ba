//! A card computes the picture, through interfaces that this crate doesn't link. How stands in `crates/devices`;
//! here its programs are started.

use crate::View;
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// The picture, and where the escape times go.
pub type Place = (View, Handle);

/// By OpenCL.
pub fn opencl(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Took, Unavailable> {
    solve("opencl", view, counts)
}

/// By CUDA.
pub fn cuda(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Took, Unavailable> {
    solve("cuda", view, counts)
}

/// By CubeCL.
pub fn cubecl(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<Took, Unavailable> {
    solve("cubecl", view, counts)
}

fn solve(interface: &str, view: &View, counts: &mut Shared<u32>) -> Result<Took, Unavailable> {
    cards::solve(interface, "mandelbrot", &(view, counts.handle()))
}
