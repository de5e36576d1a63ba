//! Results in postcard's format: the values one after another and nothing between them.

use crate::{Error, Results, replace::replace};
use std::{fs, io::Write, path::Path};

/// Saves `results` in the file `path`.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<(), Error> {
    let bytes = postcard::to_stdvec(results)?;
    replace(path, |file| file.write_all(&bytes))
}

/// Loads what [`save`] wrote.
///
/// # Errors
/// When there is no such file, or when it holds no `Results`, or more than that.
pub fn load(path: &Path) -> Result<Results, Error> {
    let bytes = fs::read(path).map_err(Error::at(path))?;
    // `from_bytes` would not mind bytes that are left over.
    let (results, rest) = postcard::take_from_bytes(&bytes)?;
    if rest.is_empty() { Ok(results) } else { Err(Error::Trailing(rest.len() as u64)) }
}
