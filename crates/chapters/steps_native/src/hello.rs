//! The tutorial's hello world: a string goes to C, and one comes back.

use std::ffi::{CStr, CString, NulError, c_char, c_int};

unsafe extern "C" {
    // int hello(const char *name, char *out, size_t capacity)
    fn hello(name: *const c_char, out: *mut c_char, capacity: usize) -> c_int;
}

/// A greeting, written by C.
///
/// # Errors
/// When `name` holds a 0 byte: for C it would end there.
pub fn greet(name: &str) -> Result<String, NulError> {
    // Lives until the end of this function, and so longer than every use of its pointer.
    let name = CString::new(name)?;
    let mut out = vec![0_u8; 32];
    loop {
        // SAFETY: `name` is a C string, and `out` has room for as many bytes as we say. C keeps neither pointer.
        let length = unsafe { hello(name.as_ptr(), out.as_mut_ptr().cast(), out.len()) };
        let length = usize::try_from(length).expect("snprintf fails only for a text of 2 GiB");
        if length < out.len() {
            let text = CStr::from_bytes_until_nul(&out).expect("snprintf ends what it writes with a 0");
            return Ok(text.to_str().expect("UTF-8 went in").to_owned());
        }
        // Too small. Now C has said what is needed; and one for the 0.
        out.resize(length + 1, 0);
    }
}
