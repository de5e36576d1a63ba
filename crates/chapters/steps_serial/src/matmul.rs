//! The product of two square matrices, its three loops in two orders.

pub mod by_rows;
pub mod ijk;
pub mod ijk_local;
pub mod ikj;
