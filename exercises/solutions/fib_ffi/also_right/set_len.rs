//! Doesn't clear what C overwrites anyway, asks C nothing for an empty list, and uses i32 and i8 by name.

use given_fib as _;
use std::ffi::{CStr, c_char};

unsafe extern "C" {
    fn fib_at(n: i32) -> u64;
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
    Ok(unsafe { fib_at(n as i32) })
}

/// The first `n`.
pub fn first(n: usize) -> Result<Vec<u64>, TooLarge> {
    match n {
        0 => Ok(Vec::new()),
        1..=94 => {
            let mut numbers = Vec::with_capacity(n);
            // SAFETY: room for `n`, of which as many are set as C says it wrote.
            unsafe {
                let written = fib_first(numbers.as_mut_ptr(), n);
                numbers.set_len(written);
            }
            Ok(numbers)
        }
        _ => Err(TooLarge(94)),
    }
}

/// The text.
pub fn about() -> &'static str {
    // SAFETY: static.
    unsafe { CStr::from_ptr(fib_about()) }.to_str().unwrap()
}
