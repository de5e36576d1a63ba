//! The header is a line of text, so that `head -n 4` shows it.

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
    let line = format!("version {version} length {} crc32 {:08x}\n", payload.len(), crc32fast::hash(&payload));
    fs::write(path, [&MAGIC[..], line.as_bytes(), &payload].concat())?;
    Ok(())
}

/// Loads a value that was saved with the same version.
///
/// # Errors
/// See [`Error`].
pub fn load<T: DeserializeOwned>(version: u32, path: &Path) -> Result<T, Error> {
    let bytes = fs::read(path)?;
    let rest = bytes.strip_prefix(&MAGIC).ok_or(Error::NotOurs)?;
    let end = rest.iter().position(|&byte| byte == b'\n').ok_or(Error::Truncated)?;
    let line = str::from_utf8(&rest[..end]).map_err(|_| Error::Damaged)?;
    let payload = &rest[end + 1..];
    let ["version", found, "length", length, "crc32", checksum] = line.split(' ').collect::<Vec<_>>()[..] else {
        return Err(Error::Damaged);
    };
    let found: u32 = found.parse().map_err(|_| Error::Damaged)?;
    if found != version {
        return Err(Error::Version { found, expected: version });
    }
    let length: usize = length.parse().map_err(|_| Error::Damaged)?;
    if length > payload.len() {
        return Err(Error::Truncated);
    }
    if length < payload.len() {
        return Err(Error::Trailing);
    }
    // As it was written, to the letter: "DEADBEEF" would be a flipped bit or more.
    if checksum != format!("{:08x}", crc32fast::hash(payload)) {
        return Err(Error::Damaged);
    }
    match postcard::take_from_bytes(payload)? {
        (value, []) => Ok(value),
        _ => Err(Error::Trailing),
    }
}
