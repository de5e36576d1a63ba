//! This kernel squares `n` numbers. It was tried with 64, 640 and 64,000 of them, and it works. With 65 it doesn't, and
//! nobody tried 5,000,000. Mend `guard.wgsl` and [`workgroups`] for every `n` from 0 to 5,000,000.
//!
//! The buffers `x` and `y` are longer than `n`: programs keep their buffers and use them again for the next, shorter
//! list. What lies in `y` past the first `n` elements belongs to somebody else, and must stay as it is.
//!
//! One dimension of a dispatch holds at most 65,535 workgroups. 65,535 × 64 is 4,194,240, less than 5,000,000: the rest
//! has to go into a second dimension (or each invocation has to do more than one element).
//!
//! The check runs your shader in a simulator, without a graphics card, for no elements, one, 63, 64, 65, prime numbers
//! and more than 65,535 workgroups. It knows which invocation stores where: there must be one store for each element,
//! none past the end, and with 100,003 elements no invocation may do more than a fiftieth of the work. About 30
//! minutes. Another workgroup size is fine, if both files agree.
//!
//! You need only, in WGSL, `if`, `n`, the invocation's number in each dimension (`id.x`, `id.y`) and how many
//! workgroups there are in each (`groups.x`, `groups.y`). In Rust, `div_ceil`, and `max` or `min`: 0 workgroups in one
//! dimension start nothing at all.

/// The shader; its entry point is `square`.
pub const SHADER: &str = include_str!("guard.wgsl");

/// How many workgroups to start in x, y and z for `n` elements.
pub fn workgroups(n: u32) -> [u32; 3] {
    [n / 64, 1, 1]
}
