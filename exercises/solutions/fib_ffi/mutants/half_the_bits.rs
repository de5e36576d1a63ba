//! Declares a result of 32 bits: it links, and the upper half of each number is lost.

use given_fib as _;
use std::ffi::{CStr, c_char, c_int};

unsafe extern "C" {
    fn fib_at(n: c_int) -> u32;
    fn fib_first(out: *mut u64, n: usize) -> usize;
    fn fib_about() -> *const c_char;
}

/// Doesn't fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge(pub usize);

/// The `n`-th.
pub fn fib(n: u32) -> Result<u64, TooLarge> {
    if n > 93 {
        return Err(TooLarge(n as usize));
    }
    // SAFETY: 0 to 93.
    Ok(unsafe { fib_at(n as c_int) }.into())
}

/// The first `n`.
pub fn first(n: usize) -> Result<Vec<u64>, TooLarge> {
    if n > 94 {
        return Err(TooLarge(94));
    }
    let mut numbers = vec![0; n];
    // SAFETY: room for `n`.
    unsafe { fib_first(numbers.as_mut_ptr(), n) };
    Ok(numbers)
}

/// The text.
pub fn about() -> &'static str {
    // SAFETY: static.
    unsafe { CStr::from_ptr(fib_about()) }.to_str().unwrap()
}
