//! Is `main` still running? Then who ends the program on the main thread interrupts it: the handler of a signal does.

/// Whether C's `main` has begun on this thread and has not returned. `false` where the system doesn't tell.
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"), not(test))))]
pub fn inside_main() -> bool {
    false
}

// A program's own crate, as that of the unit tests, defines this `main` and can't import it.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"), not(test)))]
pub use linux::inside_main;

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"), not(test)))]
mod linux {
    use std::ffi::{c_char, c_int, c_void};
    use std::ptr;

    // The first is the program's; the others belong to the library that unwinds panics, which is linked anyway.
    unsafe extern "C" {
        fn main(count: c_int, arguments: *const *const c_char) -> c_int;
        /// Calls `trace` for each function on the stack, the innermost first, until it returns something else than 0.
        fn _Unwind_Backtrace(trace: extern "C" fn(*mut c_void, *mut c_void) -> c_int, argument: *mut c_void) -> c_int;
        /// Where the function begins that is looked at.
        fn _Unwind_GetRegionStart(context: *mut c_void) -> usize;
    }

    /// Whether `main` stands on the stack of this thread.
    pub fn inside_main() -> bool {
        let mut found = false;
        // SAFETY: `is_main` is called before this returns, and never after.
        unsafe { _Unwind_Backtrace(is_main, ptr::from_mut(&mut found).cast()) };
        found
    }

    extern "C" fn is_main(context: *mut c_void, found: *mut c_void) -> c_int {
        // SAFETY: the context is the one that this was called with.
        let here = unsafe { _Unwind_GetRegionStart(context) } == main as *const () as usize;
        // SAFETY: it points to the `found` above, which nobody else uses meanwhile.
        unsafe { *found.cast::<bool>() |= here };
        c_int::from(here)
    }
}
