//! Celsius from Fahrenheit, one reading an invocation.

/// The shader; its entry point is `convert`.
pub const SHADER: &str = include_str!("map.wgsl");

/// How many workgroups to start for `n` readings, at least 1 of them.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(64)
}
