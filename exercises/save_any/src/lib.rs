//! Save a value of any type, with a version, in a file that shows when it was damaged.
//!
//! You write [`save`] and [`load`]. The file begins with [`MAGIC`]. What comes after it is for you to lay out: the
//! version, and whatever `load` needs to tell apart the errors below. The value itself is best written by `postcard`,
//! which takes every type that serde knows, NaN included.
//!
//! The check proves that
//!
//! 1. every value comes back, to the last bit;
//! 2. a file of another version gives [`Error::Version`], one that isn't yours [`Error::NotOurs`];
//! 3. a file that was cut off gives [`Error::Truncated`], one that something was added to [`Error::Trailing`] (if a
//!    checksum is how you find out, [`Error::Damaged`] will do for both);
//! 4. a single flipped bit, anywhere, gives an error of one kind or another: never a value, never a panic, and never a
//!    request for more memory than the file could fill;
//! 5. when a value can't be serialised, the file still holds what it held before, and no new file lies beside it;
//! 6. when the disk has no room, `save` returns [`Error::Io`].
//!
//! You need only `postcard::to_stdvec` and `postcard::take_from_bytes`, which returns the value and the bytes that are
//! left over, `crc32fast::hash` for a checksum, `fs::read` and `fs::write`.
//!
//! Plain `fs::write` passes, but isn't safe: a program that is killed in the middle of it, or finds the disk full, has
//! lost the old file and has no new one. `checkpoint` is the exercise about that. About 30 minutes.

use serde::{Serialize, de::DeserializeOwned};
use std::{io, path::Path};

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
    /// The checksum doesn't match.
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
    let _ = value;
    todo!("write magic bytes, version {version}, and the value into {}", path.display())
}

/// Loads a value that was saved with the same version.
///
/// # Errors
/// See [`Error`].
pub fn load<T: DeserializeOwned>(version: u32, path: &Path) -> Result<T, Error> {
    todo!("read version {version} of the value from {}, and refuse everything else", path.display())
}
