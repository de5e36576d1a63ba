//! One line on standard error that says what is going on and how far it is. On a terminal it is written over and over
//! in the same place; elsewhere a new one comes every two seconds. What ends at once says nothing.

mod cargo;
mod line;
mod pace;

pub use cargo::{Built, build};
pub use line::Line;
