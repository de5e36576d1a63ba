//! A worker process is sent every number, and adds them up.

use shared::Shared;
use variant::{Unavailable, Workers};

/// The sum of all numbers, computed by another process.
pub fn run(numbers: &Shared<f64>) -> Result<f64, Unavailable> {
    let job = numbers.to_vec();
    Ok(pools::processes::map(Workers::ONE, [job].into_iter(), in_worker)?[0])
}

fn in_worker(numbers: Vec<f64>) -> f64 {
    numbers.iter().sum()
}
