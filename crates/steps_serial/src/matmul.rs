//! The product of two square matrices, its three loops in two orders.

pub mod ijk;
pub mod ikj;
