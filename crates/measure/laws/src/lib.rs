//! What to expect of more cores: five small pieces of arithmetic that need no measurement, and one that makes sense of
//! measurements.
//!
//! Numbers of cores are `f64` here, so that a curve can be drawn between whole ones.

pub mod amdahl;
pub mod core_table;
pub mod gustafson;
pub mod karp_flatt;
pub mod usl;
