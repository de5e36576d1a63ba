//! How many workers share the work.

use std::{fmt, num::NonZeroUsize, str::FromStr, thread};

/// How many workers may share the work: at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Workers(NonZeroUsize);

impl Workers {
    /// A single worker.
    pub const ONE: Workers = Workers(NonZeroUsize::MIN);

    /// `None` for zero: with no workers nothing is ever done.
    pub fn new(n: usize) -> Option<Self> {
        NonZeroUsize::new(n).map(Self)
    }

    // ANCHOR: available
    /// As many workers as this process may use cores at once: its affinity mask and, on Linux, its cgroup quota are
    /// taken into account. One where the system won't say.
    pub fn available() -> Self {
        thread::available_parallelism().map_or(Self::ONE, Self)
    }
    // ANCHOR_END: available

    /// Worker counts worth measuring: 1, 2, 4, … below the available cores, the cores themselves, and twice as many, to
    /// show that more workers than cores don't help.
    pub fn worth_measuring() -> Vec<Self> {
        counts(Self::available().get())
    }

    /// The number of workers, ≥ 1.
    pub fn get(self) -> usize {
        self.0.get()
    }

    /// How many of `n` items each worker gets when all but the last get the same: `n / workers`, rounded up, and at
    /// least 1 so that it can be used as a chunk size.
    pub fn band(self, n: usize) -> usize {
        n.div_ceil(self.get()).max(1)
    }
}

fn counts(cores: usize) -> Vec<Workers> {
    let doubling = std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|&n| n < cores);
    doubling.chain([cores, 2 * cores]).filter_map(Workers::new).collect()
}

impl fmt::Display for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Workers {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        match s.parse() {
            Ok(n) => Self::new(n).ok_or_else(|| "zero workers would never finish; give 1 or more".into()),
            Err(_) => Err(format!("{s:?} is not a number of workers; give 1 or more")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_the_work_and_are_never_empty() {
        for n in [0, 1, 2, 7, 64, 65] {
            for w in [1, 2, 3, 64] {
                let workers = Workers::new(w).unwrap();
                let band = workers.band(n);
                assert!(band >= 1 && band * w >= n, "{n} items, {w} workers: band {band}");
            }
        }
    }

    #[test]
    fn counts_double_up_to_the_cores_and_go_once_beyond() {
        let plain = |cores| counts(cores).into_iter().map(Workers::get).collect::<Vec<_>>();
        assert_eq!(plain(1), [1, 2]);
        assert_eq!(plain(2), [1, 2, 4]);
        assert_eq!(plain(6), [1, 2, 4, 6, 12]);
        assert_eq!(plain(8), [1, 2, 4, 8, 16]);
    }

    #[test]
    fn zero_is_refused_with_advice() {
        assert!("0".parse::<Workers>().unwrap_err().contains("give 1 or more"));
        assert!("two".parse::<Workers>().unwrap_err().contains("\"two\""));
    }
}
