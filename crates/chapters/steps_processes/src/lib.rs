//! The process pools chapter, step by step. Each file is one step; the difference between two is one idea.
//!
//! | step | idea |
//! |---|---|
//! | [`steps`] | a pool, a queue and `map`: jobs of some rows each |
//! | [`sent`] | a worker is sent a copy of every number |
//! | [`mapped`] | a worker is told where the numbers lie, and looks |
//! | [`copied`] | great circle by copies: beside `great_circle::processes`, what sharing saves |

pub mod copied;
pub mod mapped;
pub mod sent;
pub mod steps;
