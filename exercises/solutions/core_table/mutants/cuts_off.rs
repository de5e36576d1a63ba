//! Divides integers and leaves it at that: a minute on 32 cores takes 1 second, not 2.

use std::num::NonZeroU64;

/// Cut off, not rounded.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    seconds / cores
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
