//! Does its first number and no other.
//! caught by: every_number_is_added_once

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let i = ABSOLUTE_POS;
    if i < y.len() {
        y[i] = a * x[i] + y[i];
    }
}
";
