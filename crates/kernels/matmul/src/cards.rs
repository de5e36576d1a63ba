//! A card computes the product, through interfaces that this crate doesn't link. How stands in `crates/devices`;
//! here its programs are started.

use crate::Matrices;
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// The number of rows, where the two matrices lie, and where the product goes.
pub type Place = (usize, Handle, Handle, Handle);

/// By OpenCL.
pub fn opencl(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<Took, Unavailable> {
    solve("opencl", matrices, c)
}

/// By CUDA.
pub fn cuda(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<Took, Unavailable> {
    solve("cuda", matrices, c)
}

/// By CubeCL.
pub fn cubecl(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<Took, Unavailable> {
    solve("cubecl", matrices, c)
}

fn solve(interface: &str, matrices: &Matrices, c: &mut Shared<f64>) -> Result<Took, Unavailable> {
    let Matrices { n, a, b } = matrices;
    cards::solve(interface, "matmul", &(n, a.handle(), b.handle(), c.handle()))
}
