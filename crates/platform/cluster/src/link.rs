//! How slow a host's way to the switch is.

use std::{fmt, str::FromStr, time::Duration};

/// How slow a host's way to the switch is. What it sends is slowed, what it receives isn't: a message is delayed once,
/// and a message with its answer twice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Link {
    /// How long a packet takes more than it would.
    pub delay: Option<Delay>,
    /// How much may be sent in a second.
    pub rate: Option<Rate>,
}

impl Link {
    /// What `tc` calls it; nothing for a link that isn't slowed.
    pub(crate) fn discipline(self) -> Vec<String> {
        // Bits a second; `netem` holds back what is under way, so its queue must have room for that.
        let words = match (self.delay, self.rate) {
            (None, None) => String::new(),
            (Some(Delay(delay)), None) => format!("netem limit 100000 delay {}us", delay.as_micros()),
            (Some(Delay(delay)), Some(Rate(rate))) => {
                format!("netem limit 100000 delay {}us rate {rate}bit", delay.as_micros())
            }
            // Tokens for 4 ms at least, or a kernel with few ticks a second never reaches the rate; and for one packet
            // of 64 KiB, the largest that a virtual cable carries.
            (None, Some(Rate(rate))) => {
                format!("tbf rate {rate}bit burst {} latency 100ms", (rate / 8 / 250).max(1 << 17))
            }
        };
        words.split_whitespace().map(str::to_owned).collect()
    }
}

/// What slows a link down: a process, by this delay, and what `tc qdisc show` tells of a discipline of ours.
pub(crate) fn words(by_process: Option<Delay>, shown: &str) -> String {
    let by_kernel = Some(read(shown)).filter(|words| !words.is_empty());
    let by_process = by_process.map(|delay| format!("delay {delay}"));
    [by_process, by_kernel].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What `tc qdisc show` tells of a discipline of ours.
fn read(shown: &str) -> String {
    let ours = shown.lines().find(|line| ["qdisc netem", "qdisc tbf"].iter().any(|kind| line.starts_with(kind)));
    // `qdisc netem 8001: root refcnt 13 limit 100000 delay 1ms rate 1Gbit`.
    let Some(line) = ours else { return String::new() };
    let words: Vec<&str> = line.split_whitespace().collect();
    let value = |name| words.windows(2).find(|pair| pair[0] == name).map(|pair| format!("{name} {}", pair[1]));
    [value("delay"), value("rate")].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A time, written as `1ms`, `250us` or `2s`; at most ten seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay(pub Duration);

impl FromStr for Delay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let micros = measure(text, &[("us", 1), ("ms", 1000), ("s", 1_000_000)]);
        let micros = micros.ok_or("a delay is a number with us, ms or s, such as 1ms")?;
        if !(1..=10_000_000).contains(&micros) {
            return Err("a delay is 1us at least and 10s at most".into());
        }
        Ok(Self(Duration::from_micros(micros)))
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.as_micros();
        let (unit, name) = [(1_000_000, "s"), (1000, "ms")]
            .into_iter()
            .find(|(unit, _)| micros.is_multiple_of(*unit))
            .unwrap_or((1, "us"));
        write!(f, "{}{name}", micros / unit)
    }
}

/// Bits a second, written as `1gbit`, `100mbit` or `64kbit`; at most 100 Gbit/s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(pub u64);

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rate = measure(text, &[("kbit", 1000), ("mbit", 1_000_000), ("gbit", 1_000_000_000)]);
        let rate = rate.ok_or("a rate is a number with kbit, mbit or gbit, such as 100mbit")?;
        if !(1000..=100_000_000_000).contains(&rate) {
            return Err("a rate is 1kbit at least and 100gbit at most".into());
        }
        Ok(Self(rate))
    }
}

/// A whole number and one of these units.
fn measure(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    let &(_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    number.parse::<u64>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_understood_or_refused() {
        assert_eq!("1ms".parse(), Ok(Delay(Duration::from_millis(1))));
        assert_eq!("250us".parse(), Ok(Delay(Duration::from_micros(250))));
        assert_eq!("1gbit".parse(), Ok(Rate(1_000_000_000)));
        for written in ["1us", "250us", "1ms", "1500us", "10s"] {
            assert_eq!(written.parse::<Delay>().unwrap().to_string(), written);
        }
        for wrong in
            ["", "1", "ms", "-1ms", "1.5ms", "0ms", "11s", "1 ms", "99999999999999999999s", "1msx", "1; reboot"]
        {
            assert!(wrong.parse::<Delay>().is_err(), "{wrong}");
        }
        for wrong in ["", "1", "1mbps", "0gbit", "101gbit", "gbit"] {
            assert!(wrong.parse::<Rate>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_rate_alone_needs_no_netem() {
        let kind = |delay, rate| Link { delay, rate }.discipline().first().cloned();
        let (delay, rate) = (Some("1ms".parse().unwrap()), Some("1gbit".parse().unwrap()));
        assert_eq!(kind(None, None), None);
        assert_eq!(kind(None, rate).unwrap(), "tbf");
        assert_eq!(kind(delay, None).unwrap(), "netem");
        assert_eq!(kind(delay, rate).unwrap(), "netem");
    }

    #[test]
    fn what_the_kernel_shows_is_cut_to_what_matters() {
        assert_eq!(read("qdisc noqueue 0: root refcnt 2 \n"), "");
        assert_eq!(
            read("qdisc netem 8001: root refcnt 13 limit 100000 delay 1ms rate 1Gbit seed 7\n"),
            "delay 1ms, rate 1Gbit"
        );
        let tbf = "qdisc tbf 8002: root refcnt 3 rate 100Mbit burst 128Kb lat 100ms \n";
        assert_eq!(read(tbf), "rate 100Mbit");
        let delay = "1ms".parse().unwrap();
        assert_eq!(words(None, tbf), "rate 100Mbit");
        assert_eq!(words(Some(delay), tbf), "delay 1ms, rate 100Mbit");
        assert_eq!(words(Some(delay), "qdisc pfifo_fast 0: root refcnt 2 \n"), "delay 1ms");
    }
}
