//! How the times of one and the same loop are spread.

use benches::{
    experiment::{Outcome, placed, series},
    timing::noisy,
};
use race::stats::{Estimate, median};
use record::Series;

const RUNS: usize = 2_000;

/// Hundredths of the median in one bar.
const WIDTH: f64 = 1.0;

/// The bars: from below what any run takes, to a fifth above the median; what took longer is counted in the last.
const BARS: std::ops::RangeInclusive<i32> = 90..=120;

/// How many of 2,000 runs took how long, in hundredths of their median.
pub fn measure() -> Outcome<Series> {
    noisy(RUNS);
    let times = noisy(RUNS);
    let middle = median(&times);
    let bar = |time: f64| ((100.0 * time / middle / WIDTH).round() as i32).clamp(*BARS.start(), *BARS.end());
    let points = BARS.map(|place| {
        let count = times.iter().filter(|&&time| bar(time) == place).count() as f64;
        placed("runs", f64::from(place) * WIDTH, Estimate { value: count, low: count, high: count })
    });
    Ok(series("time of a run, in hundredths of the median", "number of runs", points.collect()))
}
