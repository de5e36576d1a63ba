//! Lets a counter that ran backwards take time away from the others.

use std::collections::BTreeMap;

/// What a core did between two looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// The fraction of the time in which it worked, 0 to 1.
    pub busy: f64,
    /// The fraction that its host gave to somebody else, 0 to 1.
    pub stolen: f64,
}

/// One core in the later text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Core {
    /// Its number: 3 for `cpu3`.
    pub number: u32,
    /// What it did; `None` if that can't be known.
    pub load: Option<Load>,
}

/// Why a text can't be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It has no line of any core.
    NoCores,
    /// The line of this core has too few counters, or one that is no number.
    Counters(u32),
}

/// Counters that a line may have, and those of them that add up to the time that has passed.
const ALL: usize = 10;
const TIME: usize = 8;
/// Places in a line.
const IDLE: usize = 3;
const IOWAIT: usize = 4;
const STEAL: usize = 7;

/// What each core of `after` did since `before`, in the order of their numbers.
pub fn utilisation(before: &str, after: &str) -> Result<Vec<Core>, Malformed> {
    let (before, after) = (read(before)?, read(after)?);
    let cores = after.iter().map(|(&number, now)| {
        let load = before.get(&number).and_then(|then| between(then, now));
        Core { number, load }
    });
    Ok(cores.collect())
}

/// What happened between two readings of one core; `None` if nothing did.
fn between(then: &[u64; ALL], now: &[u64; ALL]) -> Option<Load> {
    // Guest time, beyond TIME, stands in user and nice already.
    let mut advance = [0_i128; TIME];
    for ((advance, &then), &now) in advance.iter_mut().zip(then).zip(now) {
        *advance = i128::from(now) - i128::from(then);
    }
    let all: i128 = advance.iter().sum();
    let busy = all - advance[IDLE] - advance[IOWAIT] - advance[STEAL];
    let part = |of: i128| of as f64 / all as f64;
    (all > 0).then(|| Load { busy: part(busy), stolen: part(advance[STEAL]) })
}

/// The counters of each core, in the order of their numbers; those that are missing at the end of a line are 0.
fn read(text: &str) -> Result<BTreeMap<u32, [u64; ALL]>, Malformed> {
    let mut cores = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(number) = words.next().and_then(|name| name.strip_prefix("cpu")?.parse().ok()) else { continue };
        let mut counters = [0; ALL];
        let mut found = 0;
        for (counter, word) in counters.iter_mut().zip(words) {
            *counter = word.parse().map_err(|_| Malformed::Counters(number))?;
            found += 1;
        }
        if found <= IDLE {
            return Err(Malformed::Counters(number));
        }
        cores.insert(number, counters);
    }
    if cores.is_empty() { Err(Malformed::NoCores) } else { Ok(cores) }
}
