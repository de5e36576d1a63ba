//! Monte Carlo: how far are two places on the Earth from each other, on average?

use chacha20::ChaCha8Rng;
use great_circle::distance;
use rand::{Rng, RngExt, SeedableRng};
use rayon::prelude::*;
use std::f64::consts::PI;

/// Pairs in a batch.
pub const BATCH: usize = 10_000;

/// The mean distance, kilometres, of `batches` times [`BATCH`] random pairs of places.
pub fn estimate(batches: u64, seed: u64) -> f64 {
    let means: Vec<f64> = (0..batches)
        .into_par_iter()
        .map(|batch| {
            let mut dice = ChaCha8Rng::seed_from_u64(seed);
            // A stream for each batch, not for each thread: who computes which batch changes no number.
            dice.set_stream(batch);
            batch_mean(&mut dice)
        })
        .collect();
    // In the order of the batches: rounding, too, is the same for any number of threads.
    means.iter().sum::<f64>() / batches as f64
}

/// The mean distance of one batch, kilometres.
pub fn batch_mean(dice: &mut impl Rng) -> f64 {
    let distances = (0..BATCH).map(|_| {
        let [(lon1, lat1), (lon2, lat2)] = [place(dice), place(dice)];
        distance(lon1, lat1, lon2, lat2)
    });
    distances.sum::<f64>() / BATCH as f64
}

/// A place anywhere on the sphere, all equally likely: longitude and latitude, degrees.
fn place(dice: &mut impl Rng) -> (f64, f64) {
    let height: f64 = dice.random_range(-1.0..1.0);
    (dice.random_range(-180.0..180.0), height.asin() * 180.0 / PI)
}
