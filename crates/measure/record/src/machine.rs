//! The machine that was measured.

use crate::{
    Error,
    error::{replace, text},
    words,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The machine a folder of records was made on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// The folder's name, such as `two-core-epyc`.
    pub name: String,
    /// The processor, as it calls itself.
    pub cpu: String,
    /// Its design, which that name hides: `Zen 4`. Empty where it wasn't told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub design: String,
    /// Cores that the measured process could use: affinity and cgroup quota are taken into account.
    pub cores: usize,
    /// Hardware threads that the system reports.
    pub logical: usize,
    /// Hardware threads per core: 2 with SMT, 1 without.
    pub threads_per_core: usize,
    /// The caches, in words: `L1d 32 KiB, L2 512 KiB, L3 32 MiB`.
    pub caches: String,
    /// Main memory, in words: `8 GiB`.
    pub memory: String,
    /// The operating system and its version.
    pub os: String,
    /// The compiler: `1.95.0`.
    pub rustc: String,
    /// The day of the measurement, `YYYY-MM-DD`.
    pub date: String,
    /// The graphics adapter, with `(software)` after its name where it is one, or `none`.
    pub gpu: String,
    /// Anything else worth knowing: how busy the machine was, a virtual machine's limits.
    #[serde(default)]
    pub note: String,
}

impl Machine {
    /// Reads `machine.txt`.
    ///
    /// # Errors
    /// When the file is missing, is not TOML, lacks a field or names one that is not known.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = text(path)?;
        let machine: Self = toml::from_str(&text).map_err(|e| {
            let before = e.span().map_or(0, |span| span.start);
            Error::unreadable(path, text[..before].matches('\n').count() + 1, e.message())
        })?;
        for (field, count) in
            [("cores", machine.cores), ("logical", machine.logical), ("threads_per_core", machine.threads_per_core)]
        {
            if count == 0 {
                let line = text.lines().position(|line| line.starts_with(field)).unwrap_or(0) + 1;
                return Err(Error::unreadable(path, line, format!("{field} = 0: every machine has at least one")));
            }
        }
        Ok(machine)
    }

    /// Writes `machine.txt`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        replace(path, &toml::to_string(self).expect("strings and small numbers are always TOML"))
    }

    /// The processor by its name and design: `AMD EPYC (Zen 4)`; where its design wasn't told, with its caches, by
    /// which designs differ: `AMD EPYC (L2 512 KiB, L3 32 MiB)`.
    pub fn processor(&self) -> String {
        let outer = || self.caches.split(", ").filter(|cache| !cache.starts_with("L1")).collect::<Vec<_>>().join(", ");
        match if self.design.is_empty() { outer() } else { self.design.clone() } {
            design if design.is_empty() || design == "unknown" => self.cpu.clone(),
            design => format!("{} ({design})", self.cpu),
        }
    }

    /// What keeps measurements of these two from standing in one record: that they are of different processors, in
    /// words.
    pub fn differs_from(&self, other: &Self) -> Option<String> {
        // An old record doesn't tell its design; its caches and its name must do.
        let told = !self.design.is_empty() && !other.design.is_empty();
        let same = self.cpu == other.cpu && self.caches == other.caches && (!told || self.design == other.design);
        let whole = |its: &Self| match &*its.design {
            "" => format!("{}, {}", its.cpu, its.caches),
            design => format!("{} ({design}), {}", its.cpu, its.caches),
        };
        (!same).then(|| format!("{} is not {}", whole(self), whole(other)))
    }

    /// A phrase for the middle of a sentence: `a machine with 2 cores (AMD EPYC, Zen 4)`.
    pub fn short(&self) -> String {
        let design = if self.design.is_empty() { String::new() } else { format!(", {}", self.design) };
        let cpu = self.cpu.replace("(R)", "").replace(" Processor", "");
        format!("a machine with {} ({cpu}{design})", words::cores(self.cores))
    }

    /// One sentence for a caption, without a full stop: `AMD EPYC (Zen 4), 2 cores, Debian 12, rustc 1.95.0,
    /// 2026-11-22`.
    pub fn sentence(&self) -> String {
        self.sentence_on("", "")
    }

    /// The same for what was measured on another `date`, and with another compiler, unless they are empty.
    pub fn sentence_on(&self, date: &str, rustc: &str) -> String {
        let cores = words::cores(self.cores);
        let [date, rustc] = [(date, &self.date), (rustc, &self.rustc)]
            .map(|(own, the_records)| if own.is_empty() { the_records } else { own });
        format!("{}, {cores}, {}, rustc {rustc}, {date}", self.processor(), self.os)
    }
}
