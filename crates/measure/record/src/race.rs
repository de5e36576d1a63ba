//! Races: every variant of one kernel, measured in turns.

use crate::{
    Error, Machine,
    error::{replace, text},
    table,
};
use serde::{Deserialize, Serialize};
use std::path::Path;
use variant::Way;

/// Variants of one kernel run in turns, so that whatever slows the machine down slows all of them alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Race {
    /// The kernel's name.
    pub kernel: String,
    /// The problem's size, in the kernel's own unit (pairs, pixels across).
    pub size: usize,
    /// The variant that the speedups are over; `serial` in older records, which don't say.
    #[serde(default = "serial")]
    pub against: String,
    /// Whether short runs came straight after another variant's, so that threads had to be woken. In a race that is not
    /// cold each follows a run of the same variant that wasn't timed. Older records, which don't say, are cold.
    #[serde(default = "cold")]
    pub cold: bool,
    /// Arithmetic and traffic of that problem; missing where nobody has counted, and in older records.
    #[serde(default)]
    pub work: Option<Work>,
    /// Where it was run.
    pub machine: Machine,
    /// One entry per variant and worker count.
    pub variants: Vec<Entry>,
}

fn serial() -> String {
    "serial".into()
}

fn cold() -> bool {
    true
}

/// The least that a problem takes, whoever solves it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Floating-point operations; a multiply-add is two.
    pub operations: f64,
    /// What must come from memory once and go there once.
    pub bytes: f64,
    /// Bits of a number, 32 or 64.
    pub bits: u32,
}

/// How one variant did with so many workers. The numbers are missing where it could not run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The variant's name: the file it lives in.
    pub name: String,
    /// The name of its way of working; missing in older records.
    #[serde(default)]
    pub way: Option<String>,
    /// The variant that is the same code on one worker, which efficiency compares with; missing for variants that use
    /// one worker whatever they are given, and in older records.
    #[serde(default)]
    pub baseline: Option<String>,
    /// Workers, ≥ 1.
    pub workers: usize,
    /// How many times it ran, warm-up not counted.
    #[serde(default)]
    pub samples: usize,
    /// The median, seconds.
    #[serde(serialize_with = "table::short_option")]
    pub median_s: Option<f64>,
    /// The median's 95 % interval, lower end, seconds.
    #[serde(serialize_with = "table::short_option")]
    pub low_s: Option<f64>,
    /// The median's 95 % interval, upper end, seconds.
    #[serde(serialize_with = "table::short_option")]
    pub high_s: Option<f64>,
    /// How many times as fast as [`Race::against`] in the same rounds.
    #[serde(serialize_with = "table::short_option")]
    pub speedup: Option<f64>,
    /// The speedup's 95 % interval, lower end.
    #[serde(default, serialize_with = "table::short_option")]
    pub speedup_low: Option<f64>,
    /// The speedup's 95 % interval, upper end.
    #[serde(default, serialize_with = "table::short_option")]
    pub speedup_high: Option<f64>,
    /// [`Race::efficiency`]; missing where that is. In records without `baseline` it is the speedup per worker, which
    /// is something else, and only tells that the variant takes several workers.
    #[serde(serialize_with = "table::short_option")]
    pub efficiency: Option<f64>,
    /// Whether it is open which of the two is faster: the interval holds 1, or there is none.
    #[serde(default)]
    pub noisy: bool,
    /// What can be said of the speedup; missing where nothing can, after a single round, and in older records.
    #[serde(default)]
    pub call: Option<Call>,
    /// The median of what it took to start other programs before each run, seconds, which is no part of the other
    /// times; missing where none are started.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "table::short_option")]
    pub start_s: Option<f64>,
    /// The median of what a device computed, seconds, without copying the data there and back, which is a part of the
    /// other times; missing where there is no device, and in older records.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "table::short_option")]
    pub kernel_s: Option<f64>,
    /// Why it could not run, where it could not.
    pub unavailable: Option<String>,
}

/// What can be said of a speedup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// It is about its value.
    About,
    /// Faster, by a factor that is uncertain: at least the interval's lower end.
    AtLeast,
    /// Slower, by a factor that is uncertain: at most the interval's upper end.
    AtMost,
    /// The interval holds 1, so nothing: either may be faster.
    Open,
}

/// How many times as fast one thing is as another, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Race {
    /// Reads `<kernel>.race.json`.
    ///
    /// # Errors
    /// When the file is missing or makes no sense.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = text(path)?;
        let race: Self = serde_json::from_str(&text).map_err(|e| Error::unreadable(path, e.line(), e))?;
        if let Some(what) = race.work.and_then(|work| work.check().err()) {
            let line = text.lines().position(|line| line.trim_start().starts_with("\"work\"")).unwrap_or(0) + 1;
            return Err(Error::unreadable(path, line, what));
        }
        for (i, entry) in race.variants.iter().enumerate() {
            entry.check().map_err(|what| {
                let names = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("\"name\""));
                // The first name in the file is the machine's.
                let line = names.map(|(line, _)| line + 1).nth(i + 1).unwrap_or(1);
                Error::unreadable(path, line, format!("{}: {what}", entry.name))
            })?;
        }
        Ok(race)
    }

    /// Writes `<kernel>.race.json`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        replace(path, &(self.to_json() + "\n"))
    }

    /// The race as indented JSON, without a final line break.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and finite numbers are always JSON")
    }

    /// The entry of a variant with so many workers.
    pub fn entry(&self, variant: &str, workers: usize) -> Option<&Entry> {
        self.variants.iter().find(|entry| entry.name == variant && entry.workers == workers)
    }

    /// How many times as fast `(variant, workers)` is as `than`.
    ///
    /// Against `serial` the interval is the race's own, from paired rounds; between two others it joins the ends of
    /// both speedups' intervals, which is wider than it need be and never narrower. `None` where either did not run.
    pub fn ratio(&self, than: (&str, usize), (variant, workers): (&str, usize)) -> Option<Ratio> {
        if than == (variant, workers) {
            self.entry(variant, workers)?.ratio()?;
            return Some(Ratio { value: 1.0, low: 1.0, high: 1.0 });
        }
        let (slow, fast) = (self.entry(than.0, than.1)?.ratio()?, self.entry(variant, workers)?.ratio()?);
        Some(Ratio { value: fast.value / slow.value, low: fast.low / slow.high, high: fast.high / slow.low })
    }

    /// A variant's way of working: what the race says, or, where it says nothing, the way that it is named after.
    pub fn way(&self, variant: &str) -> Option<Way> {
        let entry = self.variants.iter().find(|entry| entry.name == variant);
        Way::named(entry.and_then(|entry| entry.way.as_deref()).unwrap_or(variant)).map(|way| way.of(variant))
    }

    /// The same code on one worker, which a variant that shares work out is compared with to tell how well it does so:
    /// `simd` for `simd_rayon`. `None` where the race doesn't say: a name doesn't tell.
    pub fn baseline(&self, variant: &str) -> Option<(&str, usize)> {
        let mut entries = self.variants.iter().filter(|entry| entry.name == variant);
        Some((entries.find_map(|entry| entry.baseline.as_deref())?, 1))
    }

    /// How much of each worker's time goes into the work: the time of the same code on one worker, [`Race::baseline`],
    /// over that of all workers together. `None` where either did not run, or it uses one worker whatever it is given.
    pub fn efficiency(&self, variant: &str, workers: usize) -> Option<Ratio> {
        let Ratio { value, low, high } = self.ratio(self.baseline(variant)?, (variant, workers))?;
        let n = workers as f64;
        Some(Ratio { value: value / n, low: low / n, high: high / n })
    }

    /// The race with its variants' ways and baselines as `tell` gives them for each name, and every efficiency after
    /// them: for records that were made before these were written down. What was measured stays. Names that `tell`
    /// doesn't know keep what they have.
    pub fn told(mut self, tell: impl Fn(&str) -> Option<(Option<Way>, Option<String>)>) -> Self {
        for entry in &mut self.variants {
            if let Some((way, baseline)) = tell(&entry.name) {
                entry.way = way.map(|way| way.name().to_owned());
                entry.baseline = baseline;
            }
        }
        let efficient = |entry: &Entry| self.efficiency(&entry.name, entry.workers).map(|efficiency| efficiency.value);
        let efficiencies: Vec<_> = self.variants.iter().map(efficient).collect();
        for (entry, efficiency) in self.variants.iter_mut().zip(efficiencies) {
            entry.efficiency = efficiency;
        }
        self
    }
}

impl Work {
    /// Operations for each byte: the arithmetic intensity.
    pub fn intensity(&self) -> f64 {
        self.operations / self.bytes
    }

    fn check(&self) -> Result<(), String> {
        let counted = |count: f64| count > 0.0 && count.is_finite();
        match self.bits {
            32 | 64 if counted(self.operations) && counted(self.bytes) => Ok(()),
            32 | 64 => Err(format!("{} operations on {} bytes", self.operations, self.bytes)),
            bits => Err(format!("numbers of {bits} bits; the roofline knows 32 and 64")),
        }
    }
}

impl Entry {
    /// Whether it makes use of more than one worker.
    pub fn scales(&self) -> bool {
        self.baseline.is_some() || self.efficiency.is_some()
    }

    /// The speedup over `serial` with its interval; a point where the file gives none.
    pub fn ratio(&self) -> Option<Ratio> {
        let value = self.speedup?;
        Some(Ratio { value, low: self.speedup_low.unwrap_or(value), high: self.speedup_high.unwrap_or(value) })
    }

    fn check(&self) -> Result<(), String> {
        if self.workers == 0 {
            return Err("zero workers would never finish".into());
        }
        match (self.low_s, self.median_s, self.high_s) {
            (Some(low), Some(median), Some(high)) => table::interval(low, median, high)?,
            // A single run has a time, and nothing to say how far to trust it.
            (None, Some(median), None) if self.samples == 1 => table::interval(median, median, median)?,
            (None, None, None) if self.unavailable.is_some() => {}
            _ => return Err("neither a time with its interval nor a reason why there is none".into()),
        }
        self.ratio().map_or(Ok(()), |ratio| table::interval(ratio.low, ratio.value, ratio.high))
    }
}
