//! Each rank counts every `p`th block, for `p` ranks, and all add up their counts by a collective. What they do stands
//! in `crates/mpi/src/bin/pi_raced.rs`; here they are started.

use crate::Points;
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// What the ranks are told.
#[derive(Serialize, Deserialize)]
pub struct Place {
    /// How many blocks there are.
    pub blocks: usize,
    /// Where rank 0 writes how many points lie in the circle.
    pub inside: Handle,
}

/// Writes how many points lie in the circle into `inside`.
pub fn run(points: &Points, workers: Workers, inside: &mut Shared<u64>) -> Result<Took, Unavailable> {
    ranks::solve("pi_raced", workers, &Place { blocks: points.blocks, inside: inside.handle() })
}
