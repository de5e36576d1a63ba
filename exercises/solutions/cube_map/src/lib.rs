//! The loop runs while the kernel is written down, and writes its body once for each number.

/// The kernel's file.
pub const KERNEL: &str = include_str!("saxpy.rs");
