//! What to expect of more cores: five small pieces of arithmetic that need no measurement, one that makes sense of
//! measurements, and one that goes on from them.
//!
//! Numbers of cores are `f64` here, so that a curve can be drawn between whole ones.

pub mod amdahl;
pub mod core_table;
pub mod gustafson;
pub mod karp_flatt;
pub mod scaling;
pub mod usl;
