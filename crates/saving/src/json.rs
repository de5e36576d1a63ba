//! A small result, saved as JSON: text that people and every language can read.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{BufReader, Write},
    path::Path,
};
use tempfile::NamedTempFile;

/// What a run found.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// The seed it started from, so that it can be run again.
    pub seed: u64,
    /// One distance a pair, kilometres.
    pub km: Vec<f64>,
}

/// Saves `results` in the file `path`.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<()> {
    // Written beside its place and moved there when it is whole: a crash half-way leaves the
    // old file, not half a new one.
    let folder = path.parent().context("the path has no folder")?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(results)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Loads what [`save`] wrote.
///
/// # Errors
/// When there is no such file, or when it holds no `Results`: the error names the line.
pub fn load(path: &Path) -> Result<Results> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_reader(BufReader::new(file))?)
}
