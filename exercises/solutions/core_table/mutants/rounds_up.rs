//! Rounds up, because a second that has begun has to be waited for.

use std::num::NonZeroU64;

/// Always up.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    seconds.div_ceil(cores.get())
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
