//! Stream compaction by a scan in three dispatches.

/// The shader; its entry points are `count`, `start` and `place`.
pub const SHADER: &str = include_str!("keep.wgsl");
