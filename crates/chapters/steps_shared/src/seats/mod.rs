//! Selling seats, of which there must never be fewer than none, in two steps.

pub mod s1_look_then_take;
pub mod s2_compare_exchange;
