//! How the times of one and the same loop are spread.

use benches::{
    experiment::{Outcome, placed, series},
    timing::noisy,
};
use race::stats::Estimate;
use record::Series;

const RUNS: usize = 2_000;

/// Bars to a hundredth of the shortest run.
const FINE: f64 = 2.0;

/// The last bar, a tenth above the shortest run: whatever took longer is counted there too.
const LAST: usize = 20;

/// How many of 2,000 runs took how much longer than the shortest of them.
pub fn measure() -> Outcome<Series> {
    noisy(RUNS);
    let times = noisy(RUNS);
    let shortest = times.iter().copied().fold(f64::INFINITY, f64::min);
    let mut bars = [0_u32; LAST + 1];
    for time in times {
        bars[((100.0 * FINE * (time / shortest - 1.0)) as usize).min(LAST)] += 1;
    }
    let points = bars.iter().enumerate().map(|(bar, &count)| {
        let count = f64::from(count);
        placed("runs", bar as f64 / FINE, Estimate { value: count, low: count, high: count })
    });
    Ok(series("per cent longer than the shortest run", "number of runs", points.collect()))
}
