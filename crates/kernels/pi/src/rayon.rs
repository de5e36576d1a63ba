//! Rayon deals the blocks out to its pool, and adds up the counts.

use crate::{Points, hits};
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes how many points lie in the circle into `inside`.
pub fn run(points: &Points, workers: Workers, inside: &mut Shared<u64>) -> Result<(), Unavailable> {
    inside[0] = pools::rayon(workers).install(|| (0..points.blocks).into_par_iter().map(hits).sum());
    Ok(())
}
