//! A queue that several threads put into and take from, in three steps.

pub mod s1_polled;
pub mod s2_waiting;
pub mod s3_bounded;
