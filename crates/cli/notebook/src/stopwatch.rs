//! Timings at the prompt.

use crate::shown;
use race::stats::{self, Estimate};
use record::words;
use std::{
    fmt,
    hint::black_box,
    time::{Duration, Instant},
};

/// A sample is at least this long, so that the clock's own cost doesn't count.
const SAMPLE: Duration = Duration::from_millis(1);

const SAMPLES: usize = 25;

/// How long something takes: the median of 25 samples, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// The median, seconds.
    pub seconds: f64,
    /// The interval's lower end, seconds.
    pub low: f64,
    /// The interval's upper end, seconds.
    pub high: f64,
}

/// Runs `work` again and again, and says how long one run takes. What it returns is thrown away, but counts as used.
pub fn time<T>(mut work: impl FnMut() -> T) -> Timing {
    let mut seconds_of = |runs: u32| {
        let start = Instant::now();
        for _ in 0..runs {
            black_box(work());
        }
        start.elapsed().as_secs_f64()
    };
    // Also the warm-up.
    let mut runs = 1;
    while seconds_of(runs) < SAMPLE.as_secs_f64() {
        runs *= 2;
    }
    let samples: Vec<_> = (0..SAMPLES).map(|_| seconds_of(runs) / f64::from(runs)).collect();
    let Estimate { value, low, high } = stats::estimate(&samples);
    Timing { seconds: value, low, high }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, low, high] = [self.seconds, self.low, self.high].map(words::time);
        write!(f, "{median} ({low} to {high})")
    }
}

impl Timing {
    /// What the prompt calls to show a result.
    pub fn evcxr_display(&self) {
        shown::show(&self.to_string(), None);
    }
}
