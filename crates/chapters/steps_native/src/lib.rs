//! C called from Rust, and Rust called from C: the steps of the chapter on native code.
//!
//! Without a C compiler `build.rs` leaves the C out, and with it every module that needs it.

pub mod border;
#[cfg(c)]
pub mod fib;
#[cfg(c)]
pub mod hello;
pub mod rust_step;
#[cfg(c)]
pub mod step;

/// Whether the C was compiled, and so the modules that need it are here.
pub const HAS_C: bool = cfg!(c);
