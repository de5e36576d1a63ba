//! From the last number to the first, and guards both slices.

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS + (each - 1 - k) * units;
        if i < x.len() && i < y.len() {
            y[i] += a * x[i];
        }
    }
}
";
