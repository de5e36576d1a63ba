//! From how many numbers on does it pay to share a scan out, and until when?

use benches::experiment::{Outcome, placed, series};
use race::{Plan, stats::Estimate};
use record::Series;
use std::time::Duration;
use variant::{Unavailable, Workers};

const SIZES: [usize; 7] = [30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 20_000_000];

/// Speedup over serial of three ways to use every core, by size.
pub fn measure() -> Outcome<Series> {
    let kernel = lineup::kernel("scan").expect("the line-up has it");
    let machine = race::describe("here", "none");
    let mut points = Vec::new();
    for size in SIZES {
        let plan = Plan {
            kernel,
            size,
            variants: ["rayon", "one_more_threads", "chained_threads"].map(String::from).to_vec(),
            workers: vec![Workers::available()],
            // A run of microseconds is easily disturbed, and there is time for many.
            samples: if size < 1_000_000 { 201 } else { 31 },
            budget: Duration::from_secs(1),
        };
        let wrong = |wrong: race::Wrong| Unavailable::new(format!("{}: {}", wrong.variant, wrong.difference));
        let race = race::run(&plan, machine.clone(), |_, _| ()).map_err(wrong)?;
        for entry in race.variants.iter().skip(1) {
            if let Some(ratio) = entry.ratio() {
                let found = Estimate { value: ratio.value, low: ratio.low, high: ratio.high };
                points.push(placed(&entry.name, size as f64, found));
            }
        }
    }
    Ok(series("numbers", "speedup over serial (×)", points))
}
