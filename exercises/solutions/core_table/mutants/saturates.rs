//! Adds half a divisor before dividing, and where that overflows, stops at the largest number: the last few shares are not
//! rounded up.

use std::num::NonZeroU64;

/// The time on `cores` cores, in whole seconds, of what takes `seconds` on one: the nearest second, halves to the even
/// one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    // Not `2 * rest` against `cores`: twice the rest of a division by a very large number overflows.
    let _ = rest;
    let up = seconds.saturating_add(cores.get() / 2) / cores;
    if cores.get() % 2 == 0 && rest == cores.get() / 2 { whole + whole % 2 } else { up }
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
