//! Keep the numbers of an array that aren't zero, in their order: **stream compaction**. Each number that is kept
//! has to know how many are kept before it. As the shader stands, each one counts them itself, in the third
//! dispatch, which is right, and reads the whole array over and over. Use all three dispatches instead: let them
//! make a scan.
//!
//! The three entry points of `keep.wgsl` are dispatched one after the other: `count` with a workgroup of 256 for
//! each 256 numbers, `start` with a single workgroup of 256, `place` with as many as `count`. There are at most
//! 65,536 numbers, and so at most 256 blocks. What lies in `kept` behind the last number must stay as it is.
//!
//! The check runs your shader in a simulator, without a graphics card, in several orders and for arrays of many
//! lengths. With 8,192 numbers the three dispatches together may take 2,000 transactions of 128 bytes, counted for
//! subgroups of 32. About 60 minutes.
//!
//! You need only, in WGSL, `var<workgroup>`, `workgroupBarrier()`, `if`, `for`, functions, `arrayLength`, and the
//! numbers of the workgroup and of the invocation in it. The chapter's scan of a block is a good start.

/// The shader; its entry points are `count`, `start` and `place`.
pub const SHADER: &str = include_str!("keep.wgsl");
