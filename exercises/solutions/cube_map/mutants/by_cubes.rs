//! Goes on by the units of its cube, and meets the next cube's numbers.
//! caught by: every_number_is_added_once

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS + k * (CUBE_DIM as usize);
        if i < y.len() {
            y[i] = a * x[i] + y[i];
        }
    }
}
";
