//! The tutorial's `c_fib`, from Rust.

use std::ffi::c_int;

unsafe extern "C" {
    // As the C says: uint64_t c_fib(int n). Any n is sound, if not right: the function only adds.
    safe fn c_fib(n: c_int) -> u64;
}

/// The `n`-th Fibonacci number; `None` if it doesn't fit into 64 bits.
pub fn fib(n: u32) -> Option<u64> {
    let n = c_int::try_from(n).ok()?;
    (n <= 93).then(|| c_fib(n))
}
