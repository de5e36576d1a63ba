//! How many steps of `z ← z² + c` does a picture take? Each worker process counts those of some rows at a time.

use mandelbrot::View;
use std::ops::Range;
use variant::{Unavailable, Workers};

/// The sum over all pixels, with `size` rows (at least 1) to a job.
pub fn run(view: &View, workers: Workers, size: usize) -> Result<u64, Unavailable> {
    let jobs = (0..view.rows).step_by(size).map(|start| (*view, start..view.rows.min(start + size)));
    let sums = pools::processes::map(workers, jobs, in_worker)?;
    Ok(sums.into_iter().sum())
}

/// Runs in the worker process.
fn in_worker((view, rows): (View, Range<usize>)) -> u64 {
    let of_row = |row| (0..view.columns).map(|column| u64::from(view.escape_time(column, row))).sum::<u64>();
    rows.map(of_row).sum()
}
