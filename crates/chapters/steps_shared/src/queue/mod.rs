//! A queue that several threads put into and take from, in three steps.

#![allow(clippy::new_without_default, reason = "the steps show what a queue needs, and nothing else")]

pub mod s1_polled;
pub mod s2_waiting;
pub mod s3_bounded;
