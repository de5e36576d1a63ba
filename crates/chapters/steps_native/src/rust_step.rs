//! The same step in Rust: what a call costs where there is no border.

/// Adds 1, in a call that the compiler may not remove.
#[inline(never)]
pub fn step(x: u64) -> u64 {
    x + 1
}

/// The same for C to call, or whoever else has its address.
pub extern "C" fn step_for_c(x: u64) -> u64 {
    x + 1
}
