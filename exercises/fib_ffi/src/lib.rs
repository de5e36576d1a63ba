//! Three functions of a C library, made safe to call from Rust.
//!
//! The library is given; `crates/judges/given_fib` compiles and links it. This is its header, `c/fib.h`:
//!
//! ```c
//! /* The n-th Fibonacci number; the 0th is 0, the 1st is 1. Only for n from 0 to 93. Anything else is a mistake of the
//!    caller, and what then comes back means nothing. */
//! uint64_t fib_at(int n);
//!
//! /* Writes the first n Fibonacci numbers to out, which has room for n and is aligned for them; what was in there
//!    before is not read. Only for n up to 94. Writes nothing for a larger n. Returns how many were written. out is
//!    never null, not even if n is 0. */
//! size_t fib_first(uint64_t *out, size_t n);
//!
//! /* What this library is: a text of UTF-8 that belongs to the library and stays. */
//! const char *fib_about(void);
//! ```
//!
//! Declare the three functions, and wrap each of them in one of the three below. These are safe for every argument, and
//! each call makes exactly one call to C. (For an error it makes none, and for an empty list it needn't.) For example,
//! `fib(93)` is 12,200,160,415,121,876,738, `fib(94)` is an error, and `first(5)` is 0, 1, 1, 2, 3. You need only
//! `unsafe extern "C"`, `c_int` and `c_char` of `std::ffi`, `CStr`, and `usize` for `size_t`.
//!
//! The check looks at the values, and the library tells it how often it was called and whether ever against its
//! header. About 25 minutes.

use given_fib as _; // Links the library, of which no Rust is used.

/// The number with this index was asked for, and doesn't fit into 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge(pub usize);

/// The `n`-th Fibonacci number.
///
/// # Errors
/// For `n` from 94 on; C isn't asked then.
pub fn fib(n: u32) -> Result<u64, TooLarge> {
    todo!("is number {n} one that C may be asked for? Then ask")
}

/// The first `n` Fibonacci numbers, in one call.
///
/// # Errors
/// For `n` from 95 on, with the index of the first that doesn't fit: 94.
pub fn first(n: usize) -> Result<Vec<u64>, TooLarge> {
    todo!("make room for {n} numbers, let C write them, and see how many it wrote")
}

/// What the library says about itself: the library's own bytes, not a copy.
pub fn about() -> &'static str {
    todo!("C returns a pointer to bytes that end in a 0: what turns those into a str?")
}
