//! A parallel loop in a parallel loop: both run in one pool.

use rayon::prelude::*;

/// The sum of what `cost` says of the numbers in each row.
pub fn run<C>(rows: &[Vec<f64>], cost: C) -> Vec<u64>
where
    C: Fn(f64) -> u64 + Sync,
{
    let row = |row: &Vec<f64>| row.par_iter().map(|&x| cost(x)).sum();
    rows.par_iter().map(row).collect()
}
