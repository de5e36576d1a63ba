//! A vector, scaled, is added to another, by any number of work-items.

/// The program; its kernel is `saxpy`.
pub const PROGRAM: &str = include_str!("saxpy.cl");
