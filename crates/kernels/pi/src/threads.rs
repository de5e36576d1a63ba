//! Each thread counts one band of blocks, and hands back its sum.

use crate::{Points, hits};
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes how many points lie in the circle into `inside`.
pub fn run(points: &Points, workers: Workers, inside: &mut Shared<u64>) -> Result<(), Unavailable> {
    let (blocks, band) = (points.blocks, workers.band(points.blocks));
    inside[0] = thread::scope(|scope| {
        let count = |first: usize| scope.spawn(move || (first..blocks.min(first + band)).map(hits).sum::<u64>());
        let threads: Vec<_> = (0..blocks).step_by(band).map(count).collect();
        threads.into_iter().map(|thread| thread.join().expect("counting doesn't panic")).sum()
    });
    Ok(())
}
