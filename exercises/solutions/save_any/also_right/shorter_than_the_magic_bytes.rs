//! What is shorter than the magic bytes was cut off, whatever it was.

use serde::{Serialize, de::DeserializeOwned};
use std::{fs, io, path::Path};

/// What every file begins with.
pub const MAGIC: [u8; 8] = *b"\x89ANY\r\n\x1a\n";

/// Why a value was not saved or not loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system said no.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file does not begin with [`MAGIC`].
    #[error("this is no file of ours")]
    NotOurs,
    /// The file was saved with another version.
    #[error("the file has version {found}, expected {expected}")]
    Version {
        /// In the file.
        found: u32,
        /// What `load` was asked for.
        expected: u32,
    },
    /// The file is shorter than it was.
    #[error("the file was cut off")]
    Truncated,
    /// The file is longer than it was.
    #[error("something was added to the file")]
    Trailing,
    /// The checksum doesn't fit.
    #[error("the file was damaged")]
    Damaged,
    /// The value can't be written in this format, or the bytes are no value of this type.
    #[error("the value: {0}")]
    Value(#[from] postcard::Error),
}

/// Saves `value` in the file `path`, as version `version` of whatever it is.
///
/// # Errors
/// When the value can't be serialised, or the file can't be written.
pub fn save<T: Serialize>(value: &T, version: u32, path: &Path) -> Result<(), Error> {
    let payload = postcard::to_stdvec(value)?;
    let length = payload.len() as u64;
    let checksum = crc32fast::hash(&payload);
    let header = [&MAGIC[..], &version.to_le_bytes(), &length.to_le_bytes(), &checksum.to_le_bytes()].concat();
    fs::write(path, [header, payload].concat())?;
    Ok(())
}

/// Loads a value that was saved with the same version.
///
/// # Errors
/// See [`Error`].
pub fn load<T: DeserializeOwned>(version: u32, path: &Path) -> Result<T, Error> {
    let bytes = fs::read(path)?;
    let (magic, rest) = bytes.split_first_chunk().ok_or(Error::Truncated)?;
    if *magic != MAGIC {
        return Err(Error::NotOurs);
    }
    let (found, rest) = rest.split_first_chunk().ok_or(Error::Truncated)?;
    let found = u32::from_le_bytes(*found);
    if found != version {
        return Err(Error::Version { found, expected: version });
    }
    let (length, rest) = rest.split_first_chunk().ok_or(Error::Truncated)?;
    let (checksum, payload) = rest.split_first_chunk().ok_or(Error::Truncated)?;
    match u64::from_le_bytes(*length) {
        length if length > payload.len() as u64 => return Err(Error::Truncated),
        length if length < payload.len() as u64 => return Err(Error::Trailing),
        _ => {}
    }
    if u32::from_le_bytes(*checksum) != crc32fast::hash(payload) {
        return Err(Error::Damaged);
    }
    match postcard::take_from_bytes(payload)? {
        (value, []) => Ok(value),
        _ => Err(Error::Trailing),
    }
}
