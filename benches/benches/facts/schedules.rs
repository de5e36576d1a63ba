//! How much faster every core together is than one, on a picture whose lower rows are the heavy ones.

use benches::{experiment::Outcome, timing::SAMPLES};
use mandelbrot::View;
use shared::Shared;
use std::time::Instant;
use variant::{Unavailable, Workers};

type Run = fn(&View, Workers, &mut Shared<u32>) -> Result<(), Unavailable>;

/// A block of neighbouring rows for each thread.
pub fn blocks() -> Outcome<Vec<f64>> {
    over_serial(steps_threads::blocks::run)
}

/// Rows dealt out in turn.
pub fn cyclic() -> Outcome<Vec<f64>> {
    over_serial(steps_threads::cyclic::run)
}

/// The next row to whoever is free.
pub fn dynamic() -> Outcome<Vec<f64>> {
    over_serial(mandelbrot::threads::run)
}

/// Both run by turns, and each turn gives one ratio.
fn over_serial(run: Run) -> Outcome<Vec<f64>> {
    let (view, workers) = (View::skewed(512), Workers::available());
    let mut counts = Shared::zeroed(view.pixels());
    let mut seconds = |run: Run, workers| {
        let start = Instant::now();
        run(&view, workers, &mut counts).map(|()| start.elapsed().as_secs_f64())
    };
    let mut ratio = || Ok(seconds(mandelbrot::serial::run, Workers::ONE)? / seconds(run, workers)?);
    ratio()?;
    (0..SAMPLES).map(|_| ratio()).collect()
}
