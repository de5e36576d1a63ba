//! Where does the time go when great circle is computed on a graphics adapter?

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
};
use gpu::Stages;
use great_circle::{Pairs, serial};
use record::Series;
use shared::Shared;
use std::time::{Duration, Instant};
use variant::Workers;

const LINES: [&str; 7] =
    ["gpu: pack", "gpu: upload", "gpu: compute", "gpu: download", "gpu: unpack", "gpu: whole call", "serial"];

/// Time of each stage by the number of pairs, and of the whole call, taken from outside; with `serial` for comparison.
/// A software adapter is named as such.
pub fn measure() -> Outcome<Series> {
    let gpu = gpu::open()?;
    let kind = if gpu.is_software() { ", software" } else { "" };
    let mut points = Vec::new();
    for n in [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        let pairs = Pairs::random(n, 7);
        let mut km = Shared::zeroed(n);
        let mut times: [Vec<f64>; LINES.len()] = Default::default();
        // The first turn is the warm-up.
        for turn in 0..=SAMPLES {
            let start = Instant::now();
            let Stages { pack, upload, compute, download, unpack } = great_circle::gpu::stages(&pairs, &mut km)?;
            let whole = start.elapsed();
            let start = Instant::now();
            serial::run(&pairs, Workers::ONE, &mut km)?;
            let all = [pack, upload, compute, download, unpack, whole, start.elapsed()];
            if turn > 0 {
                times
                    .iter_mut()
                    .zip(all.map(|stage: Duration| stage.as_secs_f64()))
                    .for_each(|(times, s)| times.push(s));
            }
        }
        points.extend(LINES.iter().zip(&times).map(|(name, times)| point(name, n as f64, times)));
    }
    Ok(series(format!("pairs of points ({}{kind})", gpu.adapter_name()), "time (s)", points))
}
