use cubecl::prelude::*;

// `create_dummy_kernel` lets the check ask for the kernel without starting it.
#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    let units = CUBE_COUNT * (CUBE_DIM as usize);
    #[unroll]
    for k in 0..each {
        let i = ABSOLUTE_POS + k * units;
        if i < y.len() {
            y[i] = a * x[i] + y[i];
        }
    }
}
