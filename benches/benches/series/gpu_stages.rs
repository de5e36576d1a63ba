//! Where does the time go when great circle is computed on a graphics adapter?

use benches::{
    experiment::{Outcome, point, series},
    timing::SAMPLES,
};
use great_circle::{Pairs, serial};
use record::Series;
use shared::Shared;
use std::time::{Duration, Instant};
use variant::Workers;

/// Time of each stage by the number of pairs, with `serial` for comparison. A software adapter is named as such.
pub fn measure() -> Outcome<Series> {
    let gpu = gpu::open()?;
    let kind = if gpu.is_software() { ", software" } else { "" };
    let mut points = Vec::new();
    for n in [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        let pairs = Pairs::random(n, 7);
        let mut km = Shared::zeroed(n);
        let mut times: [Vec<f64>; 4] = Default::default();
        // The first turn is the warm-up.
        for turn in 0..=SAMPLES {
            let stages = great_circle::gpu::stages(&pairs, &mut km)?;
            let start = Instant::now();
            serial::run(&pairs, Workers::ONE, &mut km)?;
            let all = [stages.upload, stages.compute, stages.download, start.elapsed()];
            if turn > 0 {
                times
                    .iter_mut()
                    .zip(all.map(|stage: Duration| stage.as_secs_f64()))
                    .for_each(|(times, s)| times.push(s));
            }
        }
        let names = ["gpu: upload", "gpu: compute", "gpu: download", "serial"];
        points.extend(names.iter().zip(&times).map(|(name, times)| point(name, n as f64, times)));
    }
    Ok(series(format!("pairs of points ({}{kind})", gpu.adapter_name()), "time (s)", points))
}
