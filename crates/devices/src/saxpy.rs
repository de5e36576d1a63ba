//! The steps of the page: a vector, scaled, is added to another.

/// A thread an element.
pub const PLAIN: &str = include_str!("saxpy/plain.cu");
/// A thread four elements, which it moves at once.
pub const VECTORS: &str = include_str!("saxpy/vectors.cu");

#[cfg(feature = "cubecl")]
pub mod cube;
