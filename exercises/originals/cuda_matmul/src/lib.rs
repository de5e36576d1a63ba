//! `c = a · b` for square matrices of `n` rows, row by row in memory, in CUDA C. The kernel in `matmul.cu` is right,
//! and it loads every element of `a` and `b` from global memory `n` times. Change it, so that a block loads a tile of
//! 16 × 16 of each into `__shared__` memory, adds what these two contribute, and goes on to the next two tiles.
//!
//! The host starts blocks of 16 × 16 threads, a block for each tile of `c`; at the edges a tile may lie partly outside.
//! The order of the blocks and their size stay as they are.
//!
//! The check needs a C++ compiler, and no card: it plays your kernel thread by thread, in several orders, with every
//! access watched. It finds races, barriers that not all threads meet at and accesses past the end; and with 48 rows it
//! allows 13,824 loads from global memory, a sixteenth of what the kernel does now. About 40 minutes.
//!
//! You need only `__shared__ float tile[16][16];`, `__syncthreads()`, `if` and `for`. Shared memory holds anything at
//! first: unlike workgroup memory in WGSL it isn't zero.

/// The file; its kernel is `multiply`.
pub const PROGRAM: &str = include_str!("matmul.cu");
