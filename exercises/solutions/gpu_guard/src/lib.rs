//! Squares, for any number of elements, in buffers longer than that.

/// The shader; its entry point is `square`.
pub const SHADER: &str = include_str!("guard.wgsl");

/// The most workgroups that any adapter must accept in one dimension.
const DIMENSION: u32 = 65_535;

/// How many workgroups to start in x, y and z for `n` elements.
pub fn workgroups(n: u32) -> [u32; 3] {
    let groups = n.div_ceil(64);
    let rows = groups.div_ceil(DIMENSION).max(1);
    [groups.div_ceil(rows), rows, 1]
}
