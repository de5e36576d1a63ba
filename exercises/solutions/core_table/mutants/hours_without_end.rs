//! Forgets the days: a year on 32 cores takes 273:57:30.

use std::num::NonZeroU64;

/// To the nearest second, halves to the even one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    let up = rest > cores.get() - rest || (rest == cores.get() - rest && whole % 2 == 1);
    whole + u64::from(up)
}

/// Hours may pass 23.
pub fn clock(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
