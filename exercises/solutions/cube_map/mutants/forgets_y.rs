//! Overwrites y, where it should add.
//! caught by: every_number_is_added_once

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS + k * units;
        if i < y.len() {
            y[i] = a * x[i];
        }
    }
}
";
