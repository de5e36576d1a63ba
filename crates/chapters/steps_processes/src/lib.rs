//! The process pools chapter, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`steps`] | a pool, a queue and `map`: jobs of some rows each |
//! | [`sent`] | a worker is sent a copy of every number |
//! | [`mapped`] | a worker is told where the numbers lie, and looks |
//! | [`copied`] | great circle by copies: beside `great_circle::processes`, what sharing saves |
//! | [`prices`] | a pipe, a pool's job and a thread, with nothing to do |
//! | [`copy_on_write`] | what a forked child has of its parent's memory (Linux) |
//! | [`named`] | a block with a name outlives its maker (Linux) |

pub mod copied;
#[cfg(target_os = "linux")]
pub mod copy_on_write;
pub mod mapped;
#[cfg(target_os = "linux")]
pub mod named;
pub mod prices;
pub mod sent;
pub mod steps;
