//! How long a job takes on many cores in an ideal world, where the work divides evenly and dividing it costs nothing.

use std::{fmt, num::NonZeroU32, time::Duration};

// ANCHOR: ideal
/// Five jobs, and how long each takes on one core, seconds.
pub const JOBS: [(&str, u64); 5] = [
    ("1 minute", 60),
    ("1 hour", 3_600),
    ("1 day", 86_400),
    ("1 month", 2_628_288), // 30.42 days
    ("1 year", 31_560_000), // 3.156e7
];

/// The time on `cores` cores, from the time on one; cut off after the nanosecond.
pub fn ideal(one_core: Duration, cores: NonZeroU32) -> Duration {
    one_core / cores.get()
}

/// Each job's name and its time on `cores` cores.
pub fn table(cores: NonZeroU32) -> impl Iterator<Item = (&'static str, Exactly)> {
    let time = move |seconds| Exactly(ideal(Duration::from_secs(seconds), cores));
    JOBS.into_iter().map(move |(name, seconds)| (name, time(seconds)))
}
// ANCHOR_END: ideal

/// Shows a duration in days, hours, minutes and seconds without rounding it, leaving out what is zero: `1 min 52.5 s`.
pub struct Exactly(pub Duration);

impl fmt::Display for Exactly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.as_secs();
        // An `f64` carries the nanoseconds of one minute closely enough to print them back.
        let seconds = Duration::new(whole % 60, self.0.subsec_nanos()).as_secs_f64();
        let parts = [(whole / 86_400, "d"), (whole / 3_600 % 24, "h"), (whole / 60 % 60, "min")];
        let mut parts: Vec<_> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
        if seconds > 0.0 || parts.is_empty() {
            parts.push(format!("{seconds} s"));
        }
        f.write_str(&parts.join(" "))
    }
}
