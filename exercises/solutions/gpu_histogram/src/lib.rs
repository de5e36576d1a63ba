//! Bytes counted in workgroup memory first.

/// The shader; its entry point is `count`.
pub const SHADER: &str = include_str!("letters.wgsl");

/// How many workgroups to start for a text of `bytes` bytes, at least 1 of them.
pub fn workgroups(bytes: u32) -> u32 {
    bytes.div_ceil(16 * 1024)
}
