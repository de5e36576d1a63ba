//! Counts half seconds first, and asks whether anything is left after them.

use std::num::NonZeroU64;

/// An odd number of half seconds lies between two whole ones.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    let (up, down) = (rest, cores.get() - rest);
    if up < down || (up == down && whole.is_multiple_of(2)) { whole } else { whole + 1 }
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
