//! What this machine has that the workbook can use, and what to install for the rest.

mod ask;
mod graphics;
mod tools;

pub use graphics::Graphics;
pub use tools::{Tool, tools};
