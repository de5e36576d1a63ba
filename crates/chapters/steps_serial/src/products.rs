//! Three ways to multiply two columns, number by number. Each is a file that compiles by itself, so that its machine
//! code can be looked at: `tests/bounds_checks.rs` does.

pub mod asserted;
pub mod indexed;
pub mod zipped;
