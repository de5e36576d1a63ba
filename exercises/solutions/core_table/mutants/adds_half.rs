//! Adds half a core before dividing: halves go up, and the sum overflows.

use std::num::NonZeroU64;

/// Rounds halves up.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    (seconds + cores.get() / 2) / cores
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
