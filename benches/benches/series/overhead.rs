//! From how many pairs on does it pay to share great circle out?

use benches::experiment::{Outcome, placed, series};
use race::{Plan, stats::Estimate};
use record::{Point, Series};
use std::time::Duration;
use variant::{Unavailable, Workers};

const SIZES: [usize; 9] = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/// Speedup over serial of three ways to use every core, by size.
pub fn measure() -> Outcome<Series> {
    let points = by_size("great_circle", ["threads", "rayon", "processes"], &SIZES, 100_000)?;
    Ok(series("pairs of points", "speedup over serial (×)", points))
}

/// Races these variants of a kernel on every core, at each size. Below the size `short` a run takes microseconds, which
/// are easily disturbed, and there is time for many.
pub fn by_size(kernel: &str, variants: [&str; 3], sizes: &[usize], short: usize) -> Outcome<Vec<Point>> {
    let kernel = lineup::kernel(kernel).expect("the line-up has it");
    let machine = record::describe("here", "none");
    let mut points = Vec::new();
    for &size in sizes {
        let plan = Plan {
            kernel,
            size,
            variants: variants.map(String::from).to_vec(),
            against: None,
            workers: vec![Workers::available()],
            samples: if size < short { 201 } else { 31 },
            budget: Duration::from_secs(1),
            cold: false,
        };
        let failed = |failed: race::Failed| Unavailable::new(failed.to_string());
        let race = race::run(&plan, machine.clone(), |_| ()).map_err(failed)?;
        for entry in race.variants.iter().skip(1) {
            if let Some(ratio) = entry.ratio() {
                let found = Estimate { value: ratio.value, low: ratio.low, high: ratio.high };
                points.push(placed(&entry.name, size as f64, found));
            }
        }
    }
    Ok(points)
}
