//! Leaves out the zeros before a single digit: 9:57:30.

use std::num::NonZeroU64;

/// To the nearest second, halves to the even one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    let up = rest > cores.get() - rest || (rest == cores.get() - rest && whole % 2 == 1);
    whole + u64::from(up)
}

/// No padding.
pub fn clock(seconds: u64) -> String {
    let time = format!("{}:{}:{}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    match seconds / 86_400 {
        0 => time,
        1 => format!("1 day, {time}"),
        days => format!("{days} days, {time}"),
    }
}
