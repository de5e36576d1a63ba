//! What the race and the experiments share: running variants in turns, the statistics of it, and a table to read.
//!
//! How it all is measured, and what biases it, stands in this folder's `README.md`.

pub mod chase;
pub mod experiment;
pub mod host;
pub mod names;
pub mod pair;
pub mod race;
pub mod stats;
pub mod table;
pub mod timing;
