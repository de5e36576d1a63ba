//! Makes the text from its length in letters, which is less than its length in bytes.

use given_fib as _;
use std::ffi::{CStr, c_char, c_int};

unsafe extern "C" {
    fn fib_at(n: c_int) -> u64;
    fn fib_first(out: *mut u64, n: usize) -> usize;
    safe fn fib_about() -> *const c_char;
}

/// How many Fibonacci numbers fit into 64 bits.
const FIT: usize = 94;

/// The number was asked for with this index, and doesn't fit into 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge(pub usize);

/// The `n`-th Fibonacci number.
///
/// # Errors
/// For `n` from 94 on; C isn't asked then.
pub fn fib(n: u32) -> Result<u64, TooLarge> {
    match c_int::try_from(n) {
        // SAFETY: the header allows 0 to 93.
        Ok(small) if (n as usize) < FIT => Ok(unsafe { fib_at(small) }),
        _ => Err(TooLarge(n as usize)),
    }
}

/// The first `n` Fibonacci numbers, in one call.
///
/// # Errors
/// For `n` from 95 on, with the index of the first that doesn't fit: 94.
pub fn first(n: usize) -> Result<Vec<u64>, TooLarge> {
    if n > FIT {
        return Err(TooLarge(FIT));
    }
    let mut numbers = vec![0; n];
    // SAFETY: `numbers` has room for `n`, and its pointer isn't null even if it is empty.
    let written = unsafe { fib_first(numbers.as_mut_ptr(), n) };
    assert_eq!(written, n, "the header promises all of them");
    Ok(numbers)
}

/// What the library says about itself.
pub fn about() -> &'static str {
    // SAFETY: the header promises a text that ends in a 0 and stays for good.
    let text = unsafe { CStr::from_ptr(fib_about()) }.to_str().expect("the header promises UTF-8");
    text.get(..text.chars().count()).unwrap_or(text)
}
