use cubecl::prelude::*;

// `create_dummy_kernel` lets the check ask for the kernel without starting it.
#[cube(launch, create_dummy_kernel)]
pub fn saxpy<N: Numeric + LaunchArg>(a: N, x: &[N], y: &mut [N], #[comptime] each: usize) {
    // This unit's numbers: `each` at most.
}
