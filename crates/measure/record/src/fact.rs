//! Facts: single measured numbers.

use crate::{
    Error,
    table::{self, Checked},
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One measured fact: what a thread costs to start, how fast memory is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What the book calls it: `thread_spawn`.
    pub name: String,
    /// The median, in `unit`.
    #[serde(serialize_with = "table::short")]
    pub value: f64,
    /// The median's 95 % interval, lower end.
    #[serde(serialize_with = "table::short")]
    pub low: f64,
    /// The median's 95 % interval, upper end.
    #[serde(serialize_with = "table::short")]
    pub high: f64,
    /// A plain unit: `s`, `B/s`, `B`, or `×` for a ratio.
    pub unit: String,
    /// The command that makes it again.
    pub how: String,
    /// The day it was measured, `2026-11-22`; empty where that is the record's.
    #[serde(default)]
    pub date: String,
    /// The compiler that made the program: `1.95.0`; empty where that is the record's.
    #[serde(default)]
    pub rustc: String,
}

impl Fact {
    /// Reads `facts.csv`.
    ///
    /// # Errors
    /// When the file is missing or a line makes no sense.
    pub fn read(path: &Path) -> Result<Vec<Fact>, Error> {
        table::read(path)
    }

    /// Writes `facts.csv`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(path: &Path, facts: &[Fact]) -> Result<(), Error> {
        table::write(path, &[], facts)
    }
}

impl Checked for Fact {
    fn check(&self) -> Result<(), String> {
        table::interval(self.low, self.value, self.high)
    }
}
