//! Says in the types what may not be null and what isn't set yet, and counts the text with C's `strlen`.

use given_fib as _;
use std::ffi::{c_char, c_int};
use std::{mem::MaybeUninit, ptr::NonNull, slice};

unsafe extern "C" {
    fn fib_at(n: c_int) -> u64;
    fn fib_first(out: NonNull<MaybeUninit<u64>>, n: usize) -> usize;
    safe fn fib_about() -> *const c_char;
    fn strlen(text: *const c_char) -> usize;
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
    let mut numbers = Vec::with_capacity(FIT);
    let room: &mut [MaybeUninit<u64>] = numbers.spare_capacity_mut();
    // SAFETY: there is room for all that C has, and a slice's pointer is never null.
    unsafe {
        let written = fib_first(NonNull::new_unchecked(room.as_mut_ptr()), n);
        numbers.set_len(written);
    }
    Ok(numbers)
}

/// What the library says about itself.
pub fn about() -> &'static str {
    let text = fib_about();
    // SAFETY: the header promises a text that ends in a 0 and stays for good; `strlen` counts to that 0.
    let bytes = unsafe { slice::from_raw_parts(text.cast(), strlen(text)) };
    str::from_utf8(bytes).unwrap_or("no UTF-8, against the header")
}
