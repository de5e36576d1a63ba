//! Are the shares the nearest second, and do the clocks show what they should?

use core_table::{clock, share};
use std::cmp::Ordering;
use std::num::NonZeroU64;
use std::panic;
use std::time::Duration;
use witness::{caught, deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn the_table_of_32_cores() {
    deadline("the table of 32 cores", "what ends your loop", LIMIT, || {
        for (job, seconds, want) in [
            ("a minute", 60, "00:00:02"),
            ("an hour", 3_600, "00:01:52"),
            ("a day", 86_400, "00:45:00"),
            ("a month", 2_628_288, "22:48:54"),
            ("a year", 31_560_000, "11 days, 09:57:30"),
        ] {
            let (exact, share) = (seconds as f64 / 32.0, share(seconds, cores(32)));
            let advice = if share as f64 != exact.round_ties_even() {
                format!("That is {seconds} s / 32 = {exact} s, rounded to the nearest second, a half to the even one.")
            } else if share >= 86_400 {
                format!("Your share of {share} s is right. It is more than a day of 24 hours: the days come first.")
            } else {
                format!("Your share of {share} s is right. A clock has two digits each for hours, minutes and seconds.")
            };
            let got = clock(share);
            assert!(got == want, "{job} on 32 cores: expected {want:?}, got {got:?}.\n{advice}");
        }
    });
}

#[test]
fn shares_are_rounded_to_the_nearest_second() {
    deadline("shares", "what ends your loop", LIMIT, || {
        // Exact, just below, just above and exactly on the half; one core; more cores than seconds.
        for (seconds, n) in [
            (2_628_288, 32),
            (60, 32),
            (3_600, 32),
            (3_632, 32),
            (3_599, 32),
            (3_601, 32),
            (1, 2),
            (3, 2),
            (5, 2),
            (10, 3),
            (11, 3),
            (0, 7),
            (7, 1),
            (3, 1024),
            (512, 1024),
            (513, 1024),
            (1536, 1024),
        ] {
            nearest(seconds, cores(n)).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn shares_are_exact_however_large() {
    deadline("shares of large numbers", "what ends your loop", LIMIT, || {
        for (seconds, n) in [
            (u64::MAX, 1),
            (u64::MAX, 2),
            (u64::MAX - 2, 4),
            (u64::MAX, 1000),
            (u64::MAX - 100, 1000),
            ((1 << 53) + 1, 1),
            ((1 << 54) + 2, 4),
            (u64::MAX, u64::MAX),
            (u64::MAX / 2, u64::MAX),
            (u64::MAX / 2 + 1, u64::MAX),
            (1 << 63, u64::MAX - 1),
            // A quotient this large lies between `f64`s half a second or a quarter apart: a third becomes a half.
            (8_000_000_000_000_002, 3),
            (5_000_000_000_000_002, 5),
        ] {
            nearest(seconds, cores(n)).unwrap_or_else(|reason| panic!("{reason}"));
        }
    });
}

#[test]
fn any_share() {
    deadline("any share", "what ends your loop", LIMIT, || {
        for_all(500, (0..100_000_u64, 1..1100_u64), |&(seconds, n)| nearest(seconds, cores(n)));
        for_all(500, (any::<u64>(), 1..1100_u64), |&(seconds, n)| nearest(seconds, cores(n)));
        // Half-way on purpose: an odd number of halves.
        for_all(300, (0..1_000_000_u64, 1..500_u64), |&(odd, n)| nearest((2 * odd + 1) * n, cores(2 * n)));
        // As near to half-way as an odd number of cores comes, just below or just above, for seconds of any size.
        for_all(1000, (any::<u64>(), 0..64_u32, 1..500_u64, any::<bool>()), |&(seconds, size, half, above)| {
            let n = 2 * half + 1;
            let whole = (seconds >> size) / n;
            nearest((whole * n).saturating_add(half + u64::from(above)), cores(n))
        });
    });
}

/// Whether `share` gives the nearest second, and the even one of two that are equally near.
fn nearest(seconds: u64, cores: NonZeroU64) -> Result<(), String> {
    let got =
        caught(|| share(seconds, cores)).map_err(|panic| format!("share({seconds}, {cores}) panicked: {panic}"))?;
    // Twice the distance between the exact share and `got`, counted in `cores`-ths of a second.
    let twice = (u128::from(got) * u128::from(cores.get())).abs_diff(u128::from(seconds)).saturating_mul(2);
    let (whole, rest) = (seconds / cores, seconds % cores);
    let call = format!("share({seconds}, {cores}) gave {got}; exactly, it is {whole} and {rest}/{cores} s");
    match twice.cmp(&u128::from(cores.get())) {
        Ordering::Less => Ok(()),
        Ordering::Equal if got % 2 == 0 => Ok(()),
        Ordering::Equal => Err(format!("{call}: half-way, and {got} is odd.\nHalves go to the even second.")),
        Ordering::Greater if seconds > 1 << 52 => Err(format!(
            "{call}.\nAn `f64` this large has no room for the fraction, and above 2^53 not for every whole number. \
             Integers need none."
        )),
        Ordering::Greater => Err(format!("{call}.\nThat is more than half a second off: another one is nearer.")),
    }
}

#[test]
fn clocks_of_known_times() {
    deadline("clocks", "what ends your loop", LIMIT, || {
        for (seconds, want) in [
            (0, "00:00:00"),
            (9, "00:00:09"),
            (59, "00:00:59"),
            (60, "00:01:00"),
            (3_599, "00:59:59"),
            (3_600, "01:00:00"),
            (86_399, "23:59:59"),
            (86_400, "1 day, 00:00:00"),
            (90_061, "1 day, 01:01:01"),
            (172_799, "1 day, 23:59:59"),
            (172_800, "2 days, 00:00:00"),
            (986_250, "11 days, 09:57:30"),
            (31_560_000, "365 days, 06:40:00"),
            (u64::MAX, "213503982334601 days, 07:00:15"),
        ] {
            let got = clock(seconds);
            assert!(got == want, "clock({seconds}): expected {want:?}, got {got:?}.\n{}", advice(&got));
        }
    });
}

#[test]
fn any_clock() {
    deadline("any clock", "what ends your loop", LIMIT, || {
        for_all(500, prop_oneof![0..200_000_u64, any::<u64>()], |&seconds| {
            let got = clock(seconds);
            match read(&got) {
                Some(total) if total == u128::from(seconds) => Ok(()),
                Some(total) => Err(format!("clock({seconds}) gave {got:?}, which is {total} s.\n{}", advice(&got))),
                None => Err(format!("clock({seconds}) gave {got:?}.\n{}", advice(&got))),
            }
        });
    });
}

/// The seconds that a clock shows; `None` if it isn't written as asked for.
fn read(clock: &str) -> Option<u128> {
    let (days, time) = match clock.split_once(", ") {
        None => (0, clock),
        Some(("1 day", time)) => (1, time),
        Some((days, time)) => (number(days.strip_suffix(" days")?).filter(|&days| days > 1)?, time),
    };
    let parts: Vec<_> = time.split(':').collect();
    let [hours, minutes, seconds] = parts[..] else { return None };
    let part = |text: &str, limit| number(text).filter(|&n| text.len() == 2 && n < limit);
    Some(((days * 24 + part(hours, 24)?) * 60 + part(minutes, 60)?) * 60 + part(seconds, 60)?)
}

fn number(text: &str) -> Option<u128> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// What to look at again in a clock that isn't right.
fn advice(clock: &str) -> &'static str {
    let hours = clock.rsplit(' ').next().and_then(|time| time.split(':').next()).and_then(number);
    if clock.starts_with("0 day") {
        "Below one day there are no days to show."
    } else if clock.starts_with("1 days") {
        "One day is `1 day`, without an s."
    } else if hours.is_some_and(|hours| hours > 23) {
        "A day has 24 hours: 24 and more are days and a rest."
    } else if read(clock).is_none() {
        "Written as HH:MM:SS, two digits each, and from one day on with `1 day, ` or `N days, ` before it."
    } else {
        "Where did the rest go? Each unit takes its part, and passes on what is left."
    }
}

fn cores(n: u64) -> NonZeroU64 {
    NonZeroU64::new(n).expect("the check asks for at least one core")
}
