//! How long does it take on 32 cores?

use std::cmp::Ordering;
use std::num::NonZeroU64;

/// The time on `cores` cores, in whole seconds, of what takes `seconds` on one: the nearest second, halves to the even
/// one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    // Not `2 * rest` against `cores`: twice the rest of a division by a very large number overflows.
    match rest.cmp(&(cores.get() - rest)) {
        Ordering::Less => whole,
        Ordering::Equal => whole + whole % 2,
        Ordering::Greater => whole + 1,
    }
}

/// `seconds` as `HH:MM:SS`, with the days before it from one day on.
pub fn clock(seconds: u64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let (days, hours) = (hours / 24, hours % 24);
    let time = format!("{hours:02}:{minutes:02}:{seconds:02}");
    match days {
        0 => time,
        1 => format!("1 day, {time}"),
        days => format!("{days} days, {time}"),
    }
}
