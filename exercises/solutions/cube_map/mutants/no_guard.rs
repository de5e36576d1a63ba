//! Counts on the units being as many as the numbers.
//! caught by: nothing_past_the_end

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS + k * units;
        y[i] = a * x[i] + y[i];
    }
}
";
