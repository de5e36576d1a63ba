//! Six shaders, from a map to a tiled product.

/// Twice each number, and one more.
pub const MAP: &str = include_str!("map.wgsl");
/// The sums of two arrays' elements.
pub const ZIP: &str = include_str!("zip.wgsl");
/// A multiplication table.
pub const TABLE: &str = include_str!("table.wgsl");
/// Sums of three neighbours.
pub const WINDOW: &str = include_str!("window.wgsl");
/// A dot product.
pub const DOT: &str = include_str!("dot.wgsl");
/// A product of two matrices.
pub const TILE: &str = include_str!("tile.wgsl");
