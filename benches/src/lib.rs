//! What the experiments share. How they measure, and what biases them, stands in this folder's `README.md`.

pub mod chase;
pub mod counts;
pub mod experiment;
pub mod format;
pub mod guesses;
pub mod names;
pub mod pair;
pub mod peak;
pub mod phases;
pub mod ping_pong;
pub mod timing;
pub mod triad;
