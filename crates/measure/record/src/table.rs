//! Reading and writing rows of comma-separated values.

use crate::{
    Error,
    error::{replace, text},
};
use serde::{Serialize, Serializer, de::DeserializeOwned};
use std::path::Path;

/// A row that can say what is wrong with it.
pub(crate) trait Checked {
    /// # Errors
    /// What makes no sense, in words.
    fn check(&self) -> Result<(), String>;
}

/// Reads every row of the file. Lines that start with `#` are comments.
pub(crate) fn read<T: DeserializeOwned + Checked>(path: &Path) -> Result<Vec<T>, Error> {
    parse(&text(path)?, path)
}

pub(crate) fn parse<T: DeserializeOwned + Checked>(text: &str, path: &Path) -> Result<Vec<T>, Error> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| at(path, &e))?.clone();
    if headers.is_empty() {
        return Err(Error::unreadable(path, 1, "the file is empty; its first line should name the columns"));
    }
    let mut rows = Vec::new();
    for line in reader.records() {
        let line = line.map_err(|e| at(path, &e))?;
        let number = line.position().map_or(0, |p| p.line() as usize);
        let row: T = line.deserialize(Some(&headers)).map_err(|e| Error::unreadable(path, number, plain(&e)))?;
        row.check().map_err(|what| Error::unreadable(path, number, what))?;
        rows.push(row);
    }
    Ok(rows)
}

/// Writes a header and every row; `comments` go first, a `#` line each.
pub(crate) fn write<T: Serialize>(path: &Path, comments: &[String], rows: &[T]) -> Result<(), Error> {
    let mut text: String = comments.iter().map(|comment| format!("# {comment}\n")).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("rows are flat, and memory takes what is written");
    }
    let bytes = writer.into_inner().expect("memory takes what is written");
    text += std::str::from_utf8(&bytes).expect("made from strings and numbers");
    replace(path, &text)
}

/// Five significant digits: more than any interval here deserves, few enough that a record reads well.
pub(crate) fn short<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    format!("{value:.4e}").parse::<f64>().expect("a number's own text").serialize(to)
}

/// As [`short`], for a number that may be missing.
pub(crate) fn short_option<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    value.map(|value| format!("{value:.4e}").parse::<f64>().expect("a number's own text")).serialize(to)
}

/// Whether the three are numbers and in order.
pub(crate) fn interval(low: f64, middle: f64, high: f64) -> Result<(), String> {
    if low <= middle && middle <= high && low.is_finite() && high.is_finite() {
        return Ok(());
    }
    Err(format!("an interval runs from low to high around its middle, but this says {low} ≤ {middle} ≤ {high}"))
}

fn at(path: &Path, error: &csv::Error) -> Error {
    let line = match error.kind() {
        csv::ErrorKind::UnequalLengths { pos: Some(pos), expected_len, len } => {
            let what = format!("{len} values under {expected_len} column names");
            return Error::unreadable(path, pos.line() as usize, what);
        }
        _ => error.position().map_or(1, |pos| pos.line() as usize),
    };
    Error::unreadable(path, line, plain(error))
}

/// The crate's own message repeats the position, in counts of its own; only the cause is kept.
fn plain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        _ => error.to_string(),
    }
}
