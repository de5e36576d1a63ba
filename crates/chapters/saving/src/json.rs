//! Results as JSON: text that people and every language can read.

use crate::{Error, Results, replace::replace};
use std::{fs, path::Path};

/// Saves `results` in the file `path`.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<(), Error> {
    replace(path, |file| Ok(serde_json::to_writer(file, results)?))
}

/// Loads what [`save`] wrote.
///
/// # Errors
/// When there is no such file, or when it holds no `Results`: the error names the line.
pub fn load(path: &Path) -> Result<Results, Error> {
    let text = fs::read(path).map_err(Error::at(path))?;
    Ok(serde_json::from_slice(&text)?)
}
