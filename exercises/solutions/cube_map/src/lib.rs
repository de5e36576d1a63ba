//! The loop runs while the kernel is written down, and writes its body so often.

/// The kernel's file.
pub const KERNEL: &str = include_str!("saxpy.rs");
