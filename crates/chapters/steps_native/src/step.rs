//! A step in C that Rust calls, and a loop in C that calls Rust.

unsafe extern "C" {
    /// Adds 1, in C.
    pub safe fn c_step(x: u64) -> u64;

    /// Calls `step` `n` times: first with `x`, then with what it returned.
    pub safe fn c_repeat(step: extern "C" fn(u64) -> u64, x: u64, n: u64) -> u64;
}
