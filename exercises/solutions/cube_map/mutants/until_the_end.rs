//! The grid-stride loop of OpenCL: it asks for the end when the kernel runs, and not for each.
//! caught by: no_loop_is_left

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    let mut i = ABSOLUTE_POS;
    while i < y.len() {
        y[i] = a * x[i] + y[i];
        i += units;
    }
}
";
