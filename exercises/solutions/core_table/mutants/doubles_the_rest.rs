//! Right, but for the doubling, which overflows when there are very many cores.

use std::num::NonZeroU64;

/// Overflows for more than 2^63 cores.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    whole + u64::from(2 * rest > cores.get() || (2 * rest == cores.get() && whole % 2 == 1))
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
