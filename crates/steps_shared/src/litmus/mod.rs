//! Litmus tests: the smallest programs whose outcome depends on an ordering.

pub mod message;
pub mod store_buffer;
pub mod store_buffer_fenced;
