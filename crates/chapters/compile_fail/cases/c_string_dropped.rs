#![deny(dangling_pointers_from_temporaries)]

use std::ffi::{CStr, CString};

fn main() {
    let name = CString::new("world").unwrap().as_ptr();
    // The string is gone: it was dropped at the end of the line before.
    println!("{:?}", unsafe { CStr::from_ptr(name) });
}
