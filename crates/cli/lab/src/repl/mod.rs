//! Experiments in a Rust prompt: what is loaded into evcxr, and transcripts of sessions that can be replayed.

pub mod prelude;
pub mod replay;
pub mod slot;
mod transcript;
