//! Rows of a benchmark: one variant, one number of workers.

use crate::{
    Error,
    table::{self, Checked},
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How long one variant of a kernel takes with so many workers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The variant's name: the file it lives in.
    pub variant: String,
    /// Workers, ≥ 1.
    pub workers: usize,
    /// The problem's size, in the kernel's own unit (pairs, pixels across).
    pub size: usize,
    /// How many samples the median is taken from.
    pub samples: usize,
    /// The median, seconds.
    #[serde(serialize_with = "table::short")]
    pub median_s: f64,
    /// The median's 95 % interval, lower end, seconds.
    #[serde(serialize_with = "table::short")]
    pub low_s: f64,
    /// The median's 95 % interval, upper end, seconds.
    #[serde(serialize_with = "table::short")]
    pub high_s: f64,
}

impl Row {
    /// Reads `<kernel>.csv`.
    ///
    /// # Errors
    /// When the file is missing or a line makes no sense.
    pub fn read(path: &Path) -> Result<Vec<Row>, Error> {
        table::read(path)
    }

    /// Writes `<kernel>.csv`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(path: &Path, rows: &[Row]) -> Result<(), Error> {
        table::write(path, &[], rows)
    }
}

impl Checked for Row {
    fn check(&self) -> Result<(), String> {
        if self.workers == 0 {
            return Err("zero workers would never finish".into());
        }
        if self.median_s <= 0.0 {
            return Err(format!("a time of {} s", self.median_s));
        }
        table::interval(self.low_s, self.median_s, self.high_s)
    }
}
