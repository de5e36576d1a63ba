//! A lock that waits by asking again and again, in three steps.

pub mod s1_look_then_take;
pub mod s2_relaxed;
pub mod s3_ordered;
