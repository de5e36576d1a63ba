//! The numbers below a limit, in their order: with a branch for each number, and without one.

pub mod branch_free;
pub mod branching;
