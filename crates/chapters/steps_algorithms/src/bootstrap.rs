//! The bootstrap (Efron 1979): how far would a median move if it were measured again?

use chacha20::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;

/// The range that holds 95 % of the medians of `resamples` samples, each as many draws from `sample` as it has values.
/// At least one value; none of them NaN.
pub fn median_interval(sample: &[f64], resamples: u64, seed: u64) -> (f64, f64) {
    let median_of = |resample: u64| {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        dice.set_stream(resample);
        let draw = |_| sample[dice.random_range(0..sample.len())];
        median(&mut (0..sample.len()).map(draw).collect::<Vec<_>>())
    };
    let mut medians: Vec<f64> = (0..resamples).into_par_iter().map(median_of).collect();
    medians.par_sort_by(f64::total_cmp);
    let at = |share: f64| medians[(share * (medians.len() - 1) as f64).round() as usize];
    (at(0.025), at(0.975))
}

/// The middle one; the upper one of two.
fn median(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}
