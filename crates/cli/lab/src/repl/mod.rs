//! Experiments in a Rust prompt: what is loaded into evcxr, the cells of chapters, and transcripts of sessions that can
//! be replayed.

pub mod cells;
pub mod evcxr;
pub mod prelude;
pub mod replay;
mod session;
pub mod slot;
mod transcript;

pub use session::Session;
pub use transcript::plain;
