//! The race: variants of a kernel run in turns, the statistics of that, and a table to read.
//!
//! How it all is measured, and what biases it, stands in `benches/README.md`.

pub mod forecast;
mod run;
pub mod table;
pub mod timeline;
#[cfg(feature = "trace")]
mod trace;

pub use paired_timing::stats;
pub use run::{Failed, LEVEL, Plan, Step, WIDEST, call, run};
#[cfg(feature = "trace")]
pub use trace::trace;
