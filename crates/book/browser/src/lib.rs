//! The Mandelbrot kernel for a web page, cut into tiles that can be computed in any order by anybody.
//!
//! Two WebAssembly modules are made of this crate. `plain` has memory of its own in each instance: a page that wants
//! more workers starts more instances. `shared` is compiled with atomic instructions, so that several threads can work
//! in one memory. Without WebAssembly this is an ordinary library, which is how it is tested.

mod board;
mod picture;

#[cfg(target_family = "wasm")]
mod exports;

pub use board::Board;
pub use picture::{MOST_STEPS, Picture, TILE, Tile};
