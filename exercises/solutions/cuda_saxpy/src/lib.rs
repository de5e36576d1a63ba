//! A vector, scaled, is added to another, by any number of threads.

/// The file; its kernel is `saxpy`.
pub const PROGRAM: &str = include_str!("saxpy.cu");
