//! Litmus tests: small programs whose outcome depends on an ordering.

pub mod message;
pub mod message_fenced;
pub mod store_buffer;
pub mod store_buffer_fenced;
