//! This shader counts how often each byte occurs in a text, and it is right. But every byte of the text is an atomic
//! addition to one of 256 words in global memory, at which the whole card queues. Change `letters.wgsl`, and
//! [`workgroups`] with it, so that most of the counting is done in workgroup memory.
//!
//! The check runs your shader in a simulator, without a graphics card, in several orders and with texts of many
//! lengths. For 262,144 bytes it may update the counts in global memory 16,384 times, and read the text with 2,500
//! transactions of 128 bytes, where 2,048 is the least; it counts for subgroups of 32. There must be 8 workgroups at
//! least, for a card with only one of them at work is nearly idle. The counts aren't zero when you get them: add to
//! them. About 30 minutes.
//!
//! You need only, in WGSL, `var<workgroup>`, `array<atomic<u32>, 256>`, `atomicAdd`, `atomicLoad`,
//! `workgroupBarrier()`, and a loop that strides. In Rust, `div_ceil`.

/// The shader; its entry point is `count`.
pub const SHADER: &str = include_str!("letters.wgsl");

/// How many workgroups to start for a text of `bytes` bytes, at least 1 of them.
pub fn workgroups(bytes: u32) -> u32 {
    bytes.div_ceil(4 * 256)
}
