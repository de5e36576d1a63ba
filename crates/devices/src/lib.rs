//! The kernels in OpenCL C, in CUDA C and in Rust, by CubeCL. Each file of Rust beside one of these starts it, and says
//! so in as few words as the interface needs; the formula of CPU variants stays in the kernels' own crates, and is what
//! the tests compare with.
//!
//! No driver and no vendor's library is needed to compile this. What is missing when it runs is said as `Unavailable`,
//! never by a panic.

#[cfg(feature = "cubecl")]
pub mod cubecl;
pub mod cuda;
pub mod opencl;
pub mod saxpy;
pub mod served;
#[cfg(feature = "cubecl")]
pub mod written;
