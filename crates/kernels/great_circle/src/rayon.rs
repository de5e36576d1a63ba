//! Rayon deals the pairs out to its pool, splitting the rest whenever a thread runs out of work.

use crate::Pairs;
use rayon::prelude::*;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, workers: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    pools::rayon(workers).install(|| {
        km.par_iter_mut().enumerate().for_each(|(i, km)| {
            *km = pairs.distance(i);
        });
    });
    Ok(())
}
