//! The chapter on measuring, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`points`] | the problem: which two of many points are closest? |
//! | [`all_pairs`], [`sweep`] | a better algorithm beats more cores |
//! | [`unused`], [`kept`] | what nobody looks at, the compiler leaves out |
//! | [`cpu_time`] | time on the wall, and time on the processor |
//! | [`from_sending`], [`from_schedule`] | a client that waits leaves out what it should have seen |

pub mod all_pairs;
#[cfg(unix)]
pub mod cpu_time;
pub mod from_schedule;
pub mod from_sending;
pub mod kept;
pub mod points;
pub mod service;
pub mod sweep;
pub mod unused;

pub use points::Point;
