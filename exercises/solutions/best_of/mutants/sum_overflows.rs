//! Adds the two middle times up before halving.

use std::time::Duration;

/// A median and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The middle of the sorted times, or half-way between the two middle ones.
    pub median: Duration,
    /// The interval's lower end.
    pub low: Duration,
    /// The interval's upper end.
    pub high: Duration,
}

/// How far from both ends of `n` sorted times the interval for their median begins (Le Boudec 2010, section 2.2).
pub fn rank(n: usize) -> Option<usize> {
    let mut at_most = 0.0;
    let mut exactly = -(n as f64) * f64::ln(2.0);
    let mut found = None;
    for heads in 0..n.div_ceil(2) {
        at_most += exactly.exp();
        if at_most > 0.025 {
            break;
        }
        found = Some(heads);
        exactly += ((n - heads) as f64 / (heads + 1) as f64).ln();
    }
    found
}

/// The median of `times` and its interval. `None` for too few times.
pub fn estimate(times: &[Duration]) -> Option<Estimate> {
    let n = times.len();
    let k = rank(n)?;
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let (below, above) = (sorted[(n - 1) / 2], sorted[n / 2]);
    Some(Estimate { median: (below + above) / 2, low: sorted[k], high: sorted[n - 1 - k] })
}

/// The estimate from `runs` runs, after one to warm up.
pub fn best_of(runs: usize, mut run: impl FnMut() -> Duration) -> Option<Estimate> {
    rank(runs)?;
    run();
    let times: Vec<_> = (0..runs).map(|_| run()).collect();
    estimate(&times)
}
