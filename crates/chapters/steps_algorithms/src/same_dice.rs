//! Each worker has a generator of its own, and all were given the same seed.

use crate::mean_distance::batch_mean;
use chacha20::ChaCha8Rng;
use rand::SeedableRng;
use std::thread;

/// The mean distance that each of `workers` finds.
pub fn estimates(workers: usize, seed: u64) -> Vec<f64> {
    let work = || batch_mean(&mut ChaCha8Rng::seed_from_u64(seed));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("nothing panics")).collect()
    })
}
