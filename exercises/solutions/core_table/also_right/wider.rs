//! Rounds in `u128`, where nothing overflows, and takes the clock apart from the largest unit down.

use std::num::NonZeroU64;

/// Twice the exact share, to the nearest even half.
pub fn share(seconds: u64, cores: NonZeroU64) -> u64 {
    let (seconds, cores) = (u128::from(seconds), u128::from(cores.get()));
    let up = (2 * seconds + cores) / (2 * cores);
    let half = (2 * seconds + cores) % (2 * cores) == 0;
    (if half { up - up % 2 } else { up }) as u64
}

/// From days down to seconds.
pub fn clock(seconds: u64) -> String {
    let mut rest = seconds;
    let [days, hours, minutes] = [86_400, 3_600, 60].map(|unit| {
        let count = rest / unit;
        rest -= count * unit;
        count
    });
    let plural = if days == 1 { "" } else { "s" };
    let day = if days == 0 { String::new() } else { format!("{days} day{plural}, ") };
    format!("{day}{hours:0>2}:{minutes:0>2}:{rest:0>2}")
}
