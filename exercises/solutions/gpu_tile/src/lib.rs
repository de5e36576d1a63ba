//! Sums of windows, from a tile.

/// The shader; its entry point is `sum`.
pub const SHADER: &str = include_str!("window.wgsl");

/// How many workgroups to start for `n` elements, at least 1 of them.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(256)
}
