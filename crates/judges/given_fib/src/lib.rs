//! A small library in C, for an exercise to call: `c/fib.h` says what it offers. This crate compiles it and links it,
//! and declares none of it; that's the exercise. It only tells the check what was called.

/// Whether the library was compiled: whether there was a C compiler.
pub const HAS_C: bool = cfg!(c);

/// How often this thread has called each function, and how often in a way the header forbids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Calls of `fib_at`.
    pub at: usize,
    /// Calls of `fib_first`.
    pub first: usize,
    /// Calls of `fib_about`.
    pub about: usize,
    /// Calls against the header.
    pub mistakes: usize,
}

/// What this thread has done so far.
pub fn seen() -> Seen {
    let mut counts = [0; 4];
    // SAFETY: room for the four counts that the function writes, aligned, and initialised besides.
    unsafe { spy::fib_spy(counts.as_mut_ptr()) };
    let [at, first, about, mistakes] = counts;
    Seen { at, first, about, mistakes }
}

#[cfg(c)]
mod spy {
    unsafe extern "C" {
        pub fn fib_spy(out: *mut usize);
    }
}

/// Something to link with where there is no C: nobody calls it, since the check doesn't run.
#[cfg(not(c))]
mod spy {
    use std::ffi::{c_char, c_int};

    #[unsafe(no_mangle)]
    extern "C" fn fib_at(_: c_int) -> u64 {
        0
    }
    #[unsafe(no_mangle)]
    extern "C" fn fib_first(_: *mut u64, _: usize) -> usize {
        0
    }
    #[unsafe(no_mangle)]
    extern "C" fn fib_about() -> *const c_char {
        c"".as_ptr()
    }
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn fib_spy(_: *mut usize) {}
}
