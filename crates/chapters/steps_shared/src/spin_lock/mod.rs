//! A lock that waits by asking again and again, in five steps; and two that wait better.

pub mod backing_off;
pub mod s1_look_then_take;
pub mod s2_relaxed;
pub mod s3_ordered;
pub mod s4_owns;
pub mod s5_guard;
pub mod ticket;
