//! Series: one quantity over another.

use crate::{
    Error,
    error::text,
    table::{self, Checked},
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One quantity measured while another is swept: time over chunk size, speedup over problem size.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What runs along the page, with its unit: `chunk size (rows)`.
    pub x: String,
    /// What runs up the page, with its unit: `time (s)`. A ratio ends in `(×)`.
    pub y: String,
    /// The command that makes it again; empty where the file does not say.
    pub how: String,
    /// The day it was measured, `2026-11-22`; empty where that is the record's.
    pub date: String,
    /// The compiler that made the program: `1.95.0`; empty where that is the record's.
    pub rustc: String,
    /// The points, line by line: those of one line are neighbours.
    pub points: Vec<Point>,
}

/// One point of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The line it belongs to; a variant's name where there is one, for its colour.
    pub series: String,
    /// Where along the x axis.
    pub x: f64,
    /// The median, in the unit of the y axis: seconds, unless the file's `# y:` line says otherwise.
    #[serde(serialize_with = "table::short")]
    pub median_s: f64,
    /// The median's 95 % interval, lower end.
    #[serde(serialize_with = "table::short")]
    pub low_s: f64,
    /// The median's 95 % interval, upper end.
    #[serde(serialize_with = "table::short")]
    pub high_s: f64,
}

impl Series {
    /// Reads `<name>.series.csv`.
    ///
    /// # Errors
    /// When the file is missing or a line makes no sense.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = text(path)?;
        let comment = |name: &str| {
            let comments = text.lines().map_while(|line| line.strip_prefix('#'));
            let mut found = comments.filter_map(|line| line.trim().strip_prefix(name)?.strip_prefix(':'));
            found.next().map(|words| words.trim().to_owned())
        };
        let (x, y) = (comment("x").unwrap_or_else(|| "x".into()), comment("y").unwrap_or_else(|| "time (s)".into()));
        let [how, date, rustc] = ["how", "date", "rustc"].map(|name| comment(name).unwrap_or_default());
        Ok(Self { x, y, how, date, rustc, points: table::parse(&text, path)? })
    }

    /// Writes `<name>.series.csv`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let mut comments = vec![format!("x: {}", self.x), format!("y: {}", self.y), format!("how: {}", self.how)];
        for (name, own) in [("date", &self.date), ("rustc", &self.rustc)] {
            if !own.is_empty() {
                comments.push(format!("{name}: {own}"));
            }
        }
        table::write(path, &comments, &self.points)
    }

    /// The lines, in the order of their first points.
    pub fn lines(&self) -> Vec<(&str, Vec<&Point>)> {
        let mut lines: Vec<(&str, Vec<&Point>)> = Vec::new();
        for point in &self.points {
            match lines.iter_mut().find(|(name, _)| *name == point.series) {
                Some((_, points)) => points.push(point),
                None => lines.push((&point.series, vec![point])),
            }
        }
        lines
    }
}

impl Checked for Point {
    fn check(&self) -> Result<(), String> {
        if !self.x.is_finite() {
            return Err(format!("x = {}", self.x));
        }
        table::interval(self.low_s, self.median_s, self.high_s)
    }
}
