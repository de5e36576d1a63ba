//! A quarter turn, a tile at a time.

/// The shader; its entry point is `turn`.
pub const SHADER: &str = include_str!("turn.wgsl");

/// How many workgroups to start in x, y and z for a picture of `width` columns and `height` rows, at least 1 of each.
pub fn workgroups(width: u32, height: u32) -> [u32; 3] {
    [width.div_ceil(32), height.div_ceil(32), 1]
}
