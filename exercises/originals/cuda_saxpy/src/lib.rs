//! A vector, scaled, is added to another: `y[i] = a * x[i] + y[i]` for each of `n` numbers, in CUDA C. The host starts
//! as many blocks as it likes, of any size, whatever `n` is. There may be fewer threads than numbers, or more; and
//! there may be more numbers than 32 bits can count.
//!
//! You write the body of `saxpy` in `saxpy.cu`. With 2 blocks of 2 threads and 10 numbers, thread 0 of block 0 does
//! numbers 0, 4 and 8, thread 1 of block 1 does 3 and 7. In each step neighbouring threads do neighbouring numbers.
//!
//! The check needs a C++ compiler, and no card: it compiles your kernel as C++ and plays it thread by thread, with
//! every access to memory watched. For the large vectors it plays the first and the last block only. Where NVIDIA's
//! compiler NVRTC is installed, the kernel must compile with that, too. About 20 minutes.
//!
//! You need only `for`, `blockIdx.x`, `threadIdx.x`, and `blockDim.x` and `gridDim.x`, the numbers of threads in a
//! block and of blocks in the grid. These four are `unsigned`, 32 bits wide.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = include_str!("saxpy.cu");
