//! Each thread computes the distances of one band of pairs.

use crate::Pairs;
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the distance of every pair into `km`.
pub fn run(pairs: &Pairs, workers: Workers, km: &mut Shared<f64>) -> Result<(), Unavailable> {
    let band = workers.band(pairs.len());
    thread::scope(|scope| {
        for (w, km) in km.chunks_mut(band).enumerate() {
            scope.spawn(move || {
                for (i, km) in km.iter_mut().enumerate() {
                    *km = pairs.distance(w * band + i);
                }
            });
        }
    });
    Ok(())
}
