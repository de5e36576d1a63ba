//! Shows the days only when there is more than one: 86,400 seconds are 24:00:00.

use std::num::NonZeroU64;

/// To the nearest second, halves to the even one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    let up = rest > cores.get() - rest || (rest == cores.get() - rest && whole % 2 == 1);
    whole + u64::from(up)
}

/// `>` where `>=` is meant.
pub fn clock(seconds: u64) -> String {
    let days = if seconds > 86_400 { seconds / 86_400 } else { 0 };
    let rest = seconds - days * 86_400;
    let time = format!("{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60);
    match days {
        0 => time,
        1 => format!("1 day, {time}"),
        days => format!("{days} days, {time}"),
    }
}
