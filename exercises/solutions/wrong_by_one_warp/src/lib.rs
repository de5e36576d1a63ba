//! Sums of rows, by blocks of any number of warps.

/// The file; its kernel is `sums_of_rows`.
pub const PROGRAM: &str = include_str!("sums.cu");
