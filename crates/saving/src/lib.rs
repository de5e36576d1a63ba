//! Keeping what a long run found, so that it need not run again.

pub mod json;
pub mod npz;
