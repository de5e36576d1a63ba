//! This shader turns a picture clockwise by a quarter, and is right for every size. But of each 32 pixels that a
//! subgroup reads with one transaction, it stores every one with a transaction of its own. Change `turn.wgsl`, and
//! [`workgroups`] with it, so that both sides are whole segments.
//!
//! The check runs your shader in a simulator, without a graphics card, in several orders and with pictures of many
//! sizes. With 256 × 256 pixels, one word each, the two pictures together may take 4,500 transactions of 128 bytes,
//! counted for subgroups of 32. Each pixel passes once, so that 4,096 is the least. What reading `size` takes doesn't
//! count. There may be no bank conflicts. About 40 minutes.
//!
//! You need only, in WGSL, `var<workgroup>` and an array of arrays, `workgroupBarrier()`, `if`, `for`, and the numbers
//! of the workgroup and of the invocation in it. The pixel in row `r` and column `c` goes to row `c` and column
//! `size.y - 1 - r`.

/// The shader; its entry point is `turn`.
pub const SHADER: &str = include_str!("turn.wgsl");

/// How many workgroups to start in x, y and z for a picture of `width` columns and `height` rows, at least 1 of each.
pub fn workgroups(width: u32, height: u32) -> [u32; 3] {
    [width.div_ceil(32), height.div_ceil(8), 1]
}
