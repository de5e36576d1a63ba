//! What a page says of a shader that its reader has changed: the numbers that the shader gets, those that it should
//! store, what the simulator finds and counts, and which words each request touches.
//!
//! `cargo xtask wasm` makes a WebAssembly module of this crate, which a page loads when its reader first runs a shader.
//! Without WebAssembly this is an ordinary library, which is how it is tested.

mod run;
mod task;

#[cfg(target_family = "wasm")]
mod exports;

pub use run::{Answer, Counts, Fault, Place, Said, State, run};
pub use task::{Given, Kind, NAMES, Task};
