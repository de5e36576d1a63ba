//! Each unit does a band of neighbouring numbers, as a thread of a processor would.
//! caught by: neighbours_do_neighbours

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS * each + k;
        if i < y.len() {
            y[i] = a * x[i] + y[i];
        }
    }
}
";
