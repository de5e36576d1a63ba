//! Ranks compute the distances of a band of pairs each, and send them to rank 0. What they do stands in
//! `crates/mpi/src/bin/great_circle.rs`; here they are started.

use crate::Pairs;
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use variant::{Took, Unavailable, Workers};

/// What the ranks are told.
#[derive(Serialize, Deserialize)]
pub struct Place {
    /// Where the coordinates lie, in the order of [`Pairs`]; each rank reads its part.
    pub columns: [Handle; 4],
    /// Where rank 0 writes all distances.
    pub km: Handle,
}

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, workers: Workers, km: &mut Shared<f64>) -> Result<Took, Unavailable> {
    let columns = [pairs.lon1.handle(), pairs.lat1.handle(), pairs.lon2.handle(), pairs.lat2.handle()];
    ranks::solve("great_circle", workers, &Place { columns, km: km.handle() })
}
