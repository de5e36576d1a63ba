//! Keeping what a long run found, so that it need not run again.
//!
//! One file for each format, all with a `save` and a `load`. They know nothing of crashes, and
//! [`replace`](mod@replace), which does, knows nothing of formats.

pub mod counted_on;
pub mod csv;
mod error;
pub mod first_free;
mod header;
pub mod json;
pub mod mapped;
pub mod npy;
pub mod npz;
pub mod postcard;
pub mod replace;
pub mod rkyv;
pub mod versioned;

pub use error::{Error, Refused};
pub use header::{Element, Header};

use serde::{Deserialize, Serialize};

// ANCHOR: results
/// What a run found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ::rkyv::Archive, ::rkyv::Serialize, ::rkyv::Deserialize)]
pub struct Results {
    /// The seed it started from, so that it can be run again.
    pub seed: u64,
    /// One distance a pair, kilometres.
    pub km: Vec<f64>,
}
// ANCHOR_END: results
