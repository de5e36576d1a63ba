//! How long does it take, and how sure are you?
//!
//! Times of one and the same code differ. You write what turns them into an answer that a few wild ones can't spoil:
//!
//! 1. [`estimate`] gives the median of some times, and an interval that holds the true median in at least 95 of 100
//!    cases. The times `[9, 2, 7, 1, 8, 3]` ms have the median 5 ms, half-way between the two middle ones, and the
//!    interval from 1 to 9 ms;
//! 2. [`best_of`] takes the times: it runs something once to warm up, then as often as it is told, and estimates.
//!
//! The name is the usual one, and promises too much: `best_of` reports the median, not the best. The shortest time of
//! many says how fast the code was once, when everything went well; it gets shorter the longer you go on, and nothing
//! says how far to trust it. The median of more runs only gets surer.
//!
//! How far in from the ends does the interval begin? [`rank`] knows, and is written for you. It needs no idea of how
//! the times are spread: each falls below the true median or above it with equal chances, like a tossed coin. With
//! fewer than six coins you can't be 95 % sure of anything.
//!
//! The check plants outliers among the times, counts the runs, and tries many lists. No clock is read. About 30
//! minutes.
//!
//! You need only `to_vec`, `sort_unstable`, and care with two `Duration`s whose sum is more than one can hold.

use std::time::Duration;

/// A median and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The middle of the sorted times; of an even number of them the moment half-way between the two middle ones, cut
    /// off to whole nanoseconds.
    pub median: Duration,
    /// The interval's lower end.
    pub low: Duration,
    /// The interval's upper end.
    pub high: Duration,
}

/// How far from both ends of `n` sorted times the interval for their median begins: 0 for the first and the last time
/// themselves, 1 for the second and the last but one. `None` when even first and last hold the median in fewer than 95
/// of 100 cases.
///
/// It is the largest `k` for which of `n` tossed coins no more than `k` show heads in at most 2.5 of 100 cases (Le
/// Boudec 2010, section 2.2). Logarithms, because 2 to the power of -1075 is zero in an `f64`.
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

/// The median of `times`, in whatever order they are, and its interval by [`rank`]. `None` for too few times.
pub fn estimate(times: &[Duration]) -> Option<Estimate> {
    todo!("estimate the median of {} times", times.len())
}

/// Calls `run` once to warm up and then `runs` times more; `run` says itself how long it took. The estimate is made of
/// all times but the warm-up's. For so few runs that there can't be an estimate, `run` is never called.
pub fn best_of(runs: usize, run: impl FnMut() -> Duration) -> Option<Estimate> {
    let _ = run;
    todo!("warm up, take {runs} times, estimate")
}
