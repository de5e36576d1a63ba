//! Writes "1 days".

use std::num::NonZeroU64;

/// To the nearest second, halves to the even one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    let up = rest > cores.get() - rest || (rest == cores.get() - rest && whole % 2 == 1);
    whole + u64::from(up)
}

/// No singular.
pub fn clock(seconds: u64) -> String {
    let time = format!("{:02}:{:02}:{:02}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    if seconds < 86_400 { time } else { format!("{} days, {time}", seconds / 86_400) }
}
