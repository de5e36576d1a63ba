//! On the half, looks at whether the rest is even instead of the whole seconds.

use std::num::NonZeroU64;

/// Asks the wrong number whether it is even.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    whole + u64::from(rest > cores.get() - rest || (rest == cores.get() - rest && rest % 2 == 1))
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
