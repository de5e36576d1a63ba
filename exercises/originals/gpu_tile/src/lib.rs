//! This shader sums a window of 17 elements around each place of an array, as one does to smooth a signal. It is
//! right, and it reads every element 17 times. Change `window.wgsl`, so that a workgroup reads what it needs once,
//! into a tile of workgroup memory, and sums from there. A tile needs more than its workgroup's own elements: the 8
//! before and the 8 after, its **halo**.
//!
//! The check runs your shader in a simulator, without a graphics card, in several orders and for arrays of many
//! lengths. For 65,536 elements it may take 8,000 transactions of 128 bytes altogether, counted for subgroups of
//! 32, 2,048 of which are the stores. The shader as it stands takes eight times as many. About 30 minutes. Another
//! workgroup size is fine, if both files agree.
//!
//! You need only, in WGSL, `var<workgroup>`, `workgroupBarrier()`, `if`, `for`, `arrayLength`, and the numbers of
//! the workgroup and of the invocation in it. A `u32` below zero wraps around: it isn't less than the length.

/// The shader; its entry point is `sum`.
pub const SHADER: &str = include_str!("window.wgsl");

/// How many workgroups to start for `n` elements, at least 1 of them.
pub fn workgroups(n: u32) -> u32 {
    n.div_ceil(256)
}
