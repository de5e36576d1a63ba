//! Goes to `f64` for the exact share and back with `as`, which cuts off.

use std::num::NonZeroU64;

/// `as` rounds towards zero.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    (seconds as f64 / cores.get() as f64) as u64
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
