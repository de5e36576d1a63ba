//! Rounds halves up, in wider numbers, and takes one back where that ended at an odd second.

use std::num::NonZeroU64;

/// The time on `cores` cores, in whole seconds, of what takes `seconds` on one: the nearest second, halves to the even
/// one.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (whole, rest) = (seconds / cores, seconds % cores);
    // Not `2 * rest` against `cores`: twice the rest of a division by a very large number overflows.
    let _ = (whole, rest);
    let (twice, cores) = (2 * u128::from(seconds), u128::from(cores.get()));
    let up = (twice + cores) / (2 * cores);
    (if (twice + cores) % (2 * cores) == 0 && up % 2 == 1 { up - 1 } else { up }) as u64
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
