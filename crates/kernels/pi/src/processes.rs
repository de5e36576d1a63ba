//! Each worker process counts one band of blocks, and leaves its sum in memory that all of them share.

use crate::{Points, hits};
use serde::{Deserialize, Serialize};
use shared::{Handle, Shared};
use std::ops::Range;
use variant::{Unavailable, Workers};

/// What is sent to a worker, whatever the number of blocks.
#[derive(Clone, Serialize, Deserialize)]
struct Place {
    /// A number for each band.
    counts: Handle,
    /// Blocks of a band.
    band: usize,
}

/// Writes how many points lie in the circle into `inside`.
pub fn run(points: &Points, workers: Workers, inside: &mut Shared<u64>) -> Result<(), Unavailable> {
    let band = workers.band(points.blocks);
    let counts = Shared::<u64>::zeroed(points.blocks.div_ceil(band));
    let place = Place { counts: counts.handle(), band };
    pools::processes::chunks(workers, points.blocks, band, &place, in_worker)?;
    inside[0] = counts.iter().sum();
    Ok(())
}

/// Runs in the worker process.
fn in_worker((place, blocks): (Place, Range<usize>)) {
    let counts = place.counts.open::<u64>().expect("the parent keeps its slices alive until we answer");
    let mine = blocks.start / place.band;
    // SAFETY: the parent waits, and no two workers have the same band.
    let counts = unsafe { counts.write(mine..mine + 1) };
    counts[0] = blocks.map(hits).sum();
}
