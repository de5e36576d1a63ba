//! A slice that several processes can see at once.
//!
//! [`Shared`] is used like a `Vec` of fixed length. Its memory is a mapped file (on Linux one without a name that never
//! touches a disk, elsewhere a temporary one), so that another process can map the same bytes ([`Handle::open`])
//! instead of being sent a copy of them.

#[cfg(not(target_family = "wasm"))]
mod mapped;
#[cfg(not(target_family = "wasm"))]
pub use mapped::{Handle, Shared, View};

#[cfg(target_family = "wasm")]
mod heap;
#[cfg(target_family = "wasm")]
pub use heap::Shared;
