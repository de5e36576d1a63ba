//! A vector, scaled, is added to another: `y[i] = a * x[i] + y[i]`, in Rust, by CubeCL. Each unit does several numbers,
//! `each` of them, and that is known when the kernel is written down.
//!
//! You write the body of `saxpy` in `saxpy.rs`. With 4 units, `each` 3 and 10 numbers, unit 0 does numbers 0, 4 and 8,
//! unit 1 does 1, 5 and 9, unit 2 does 2 and 6, unit 3 does 3 and 7. So in each step neighbouring units do neighbouring
//! numbers. There are always units enough, and often some too many: nobody may touch a number past the end of `y`. `N`
//! is `f32` in one kernel and `i32` in another, all from your one function.
//!
//! In the WGSL that CubeCL makes of it there should be no loop: `each` is no number of the kernel's, it is how often
//! your loop writes its body down.
//!
//! The check needs CubeCL, and no adapter. It compiles your kernel, has it write its WGSL, and runs that in a
//! simulator, unit by unit. About 25 minutes.
//!
//! You need only `for`, `#[unroll]`, `ABSOLUTE_POS`, which is this unit's number, `CUBE_COUNT`, which is how many cubes
//! there are, both `usize`, and `CUBE_DIM`, a `u32`, which is how many units a cube has.

/// The kernel's file.
pub const KERNEL: &str = include_str!("saxpy.rs");
