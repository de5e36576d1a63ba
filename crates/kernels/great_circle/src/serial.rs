//! One core computes every distance, one after another.

use crate::Pairs;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, _: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    for (i, km) in km.iter_mut().enumerate() {
        *km = pairs.distance(i);
    }
    Ok(())
}
