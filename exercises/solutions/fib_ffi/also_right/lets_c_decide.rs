//! Lends C a whole array on the stack and keeps as many as it says it wrote.

use given_fib as _;
use std::ffi::{CStr, c_char, c_int};

unsafe extern "C" {
    fn fib_at(n: c_int) -> u64;
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
    Ok(unsafe { fib_at(n as c_int) })
}

/// The first `n`.
pub fn first(n: usize) -> Result<Vec<u64>, TooLarge> {
    let mut room = [0; 94];
    let n = if n <= room.len() { n } else { return Err(TooLarge(room.len())) };
    // SAFETY: room for 94.
    let written = unsafe { fib_first(room.as_mut_ptr(), n) };
    Ok(room[..written].to_vec())
}

/// The text.
pub fn about() -> &'static str {
    // SAFETY: static.
    unsafe { CStr::from_ptr(fib_about()) }.to_str().unwrap()
}
