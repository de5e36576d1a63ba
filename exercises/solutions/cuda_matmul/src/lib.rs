//! A product of matrices, from tiles in shared memory.

/// The file; its kernel is `multiply`.
pub const PROGRAM: &str = include_str!("matmul.cu");
