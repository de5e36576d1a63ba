//! Who should compute which rows of a picture, when the lower ones are the heavy ones?

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
};
use mandelbrot::View;
use record::Series;
use shared::Shared;
use std::time::Instant;
use variant::{Unavailable, Workers};

type Run = fn(&View, Workers, &mut Shared<u32>) -> Result<(), Unavailable>;

const SCHEDULES: [(&str, Run); 3] = [
    ("blocks", steps_threads::blocks::run),
    ("cyclic", steps_threads::cyclic::run),
    ("dynamic", mandelbrot::threads::run),
];

/// Speedup over serial by the number of threads, up to twice as many as there are cores. Serial and the three schedules
/// run by turns, and each turn gives one ratio for each.
pub fn measure() -> Outcome<Series> {
    let view = View::skewed(512);
    let mut counts = Shared::zeroed(view.pixels());
    let mut seconds = |run: Run, workers| {
        let start = Instant::now();
        run(&view, workers, &mut counts).map(|()| start.elapsed().as_secs_f64())
    };
    let mut points = Vec::new();
    for workers in (1..=2 * Workers::available().get()).filter_map(Workers::new) {
        let mut ratios = [const { Vec::new() }; 3];
        // The first turn is the warm-up.
        for turn in 0..=SAMPLES {
            let serial = seconds(mandelbrot::serial::run, Workers::ONE)?;
            for ((_, run), ratios) in SCHEDULES.into_iter().zip(&mut ratios) {
                let ratio = serial / seconds(run, workers)?;
                if turn > 0 {
                    ratios.push(ratio);
                }
            }
        }
        let placed = SCHEDULES.iter().zip(&ratios).map(|((name, _), ratios)| point(name, workers.get() as f64, ratios));
        points.extend(placed);
    }
    Ok(series("threads", "speedup over serial (×)", points))
}
