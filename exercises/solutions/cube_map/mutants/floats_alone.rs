//! Writes the type out, as WGSL would have it.
//! caught by: the_kernel_is_written_down

/// The kernel's file.
pub const KERNEL: &str = "
use cubecl::prelude::*;

#[cube(launch, create_dummy_kernel)]
pub fn saxpy(a: f32, x: &[f32], y: &mut [f32], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS + k * units;
        if i < y.len() {
            y[i] = a * x[i] + y[i];
        }
    }
}
";
