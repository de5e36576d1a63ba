//! Goes from number to number.

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    let mut i = ABSOLUTE_POS;
    #[unroll]
    for _ in 0..each {
        if i < y.len() {
            let old = y[i];
            y[i] = old + x[i] * a;
        }
        i += units;
    }
}
";
