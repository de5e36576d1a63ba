//! How many rows should a worker process be sent at a time?

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
};
use mandelbrot::View;
use record::Series;
use std::{iter, time::Instant};
use variant::Workers;

/// Time to count the steps of a picture, by the number of rows in a job, up to all in one.
pub fn measure() -> Outcome<Series> {
    let (view, workers) = (View::whole(512), Workers::available());
    let sizes: Vec<_> =
        iter::successors(Some(1), |n| Some(n * 2)).take_while(|&n| n < view.rows).chain([view.rows]).collect();
    let mut times = vec![Vec::new(); sizes.len()];
    // By turns, so that a slow moment of the machine doesn't fall on one size alone. The first turn is the warm-up.
    for turn in 0..=SAMPLES {
        for (&size, times) in sizes.iter().zip(&mut times) {
            let start = Instant::now();
            steps_processes::steps::run(&view, workers, size)?;
            if turn > 0 {
                times.push(start.elapsed().as_secs_f64());
            }
        }
    }
    let points = sizes.iter().zip(&times).map(|(&size, times)| point("processes", size as f64, times));
    Ok(series("rows in a job", "time (s)", points.collect()))
}
