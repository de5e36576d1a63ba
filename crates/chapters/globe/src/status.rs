//! How a function says what became of the call.

use std::ffi::{CStr, c_char};

/// What became of a call.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobeStatus {
    /// Done.
    Ok = 0,
    /// A pointer was null, and nothing was done.
    NullPointer = 1,
    /// An array would be larger than memory can be, and nothing was done.
    TooLong = 2,
    /// A latitude outside −90…90, or a coordinate that is no finite number.
    NotOnTheGlobe = 3,
    /// A bug in the library.
    Panicked = 4,
    /// A pointer to numbers is no multiple of their alignment, and nothing was done.
    Misaligned = 5,
}

/// The sentence for a status. It belongs to the library, is never freed, and stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn globe_message(status: i32) -> *const c_char {
    let message: &'static CStr = match status {
        0 => c"done",
        1 => c"a pointer is null",
        2 => c"an array is longer than memory",
        3 => c"a latitude lies outside -90 to 90, or a coordinate is no finite number",
        4 => c"a bug in the library: please report it",
        5 => c"a pointer to doubles is not aligned as a double must be",
        _ => c"no status of this library",
    };
    message.as_ptr()
}
