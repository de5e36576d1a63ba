//! Why something was not saved or not loaded.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why something was not saved or not loaded. When it was not saved, the
/// file that stood there stands there still.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system said no: no such file, no permission, no room.
    #[error("{}: {source}", .path.display())]
    File {
        /// The file, or the one beside it that was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file doesn't begin as ours do.
    #[error("this is no file of ours: it begins with {0:02x?}")]
    NotOurs(Vec<u8>),
    /// The file was written by a program newer than this one (or by none:
    /// there is no version 0).
    #[error("the file has version {found} of the format, and this program knows 1 to {known}: use a newer one")]
    Version {
        /// In the file.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The file says it is longer than it is: it was cut off, or never
    /// written to its end.
    #[error("the file was cut off: it should have {expected} bytes and has {found}")]
    Truncated {
        /// Bytes that there should be.
        expected: u64,
        /// Bytes that there are.
        found: u64,
    },
    /// Something stands behind what the file says is its end.
    #[error("{0} bytes too many at the end of the file")]
    Trailing(u64),
    /// The checksum doesn't fit the bytes.
    #[error("the file was damaged: its checksum is {expected:08x}, that of its bytes {found:08x}")]
    Damaged {
        /// In the file.
        expected: u32,
        /// Of the bytes.
        found: u32,
    },
    /// More than anybody would expect, in a file or in what it unpacks to.
    #[error("{name} unpacks to more than {limit} bytes: if that is meant, ask for more")]
    TooLarge {
        /// Of the file, or of the array in it.
        name: String,
        /// Bytes allowed.
        limit: u64,
    },
    /// An array's header doesn't fit what follows it.
    #[error("the array's header promises {promised:?} bytes, and {found} follow")]
    Promise {
        /// Shape times size of an element, if that is a number at all.
        promised: Option<u64>,
        /// Bytes that follow.
        found: u64,
    },
    /// There is no array of this name.
    #[error("there is no array {name:?}; there are {there:?}")]
    NoArray {
        /// What was asked for.
        name: String,
        /// What there is.
        there: Vec<String>,
    },
    /// It isn't JSON, or not of this type. Says the line.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The bytes are not a value of this type.
    #[error("postcard: {0}")]
    Postcard(#[from] ::postcard::Error),
    /// The bytes are no archive of this type.
    #[error("rkyv: {0}")]
    Rkyv(#[from] ::rkyv::rancor::Error),
    /// It isn't a table of numbers. Says the line.
    #[error("CSV: {0}")]
    Csv(#[from] ::csv::Error),
    /// It isn't an array of this type and number of dimensions.
    #[error("npy: {0}")]
    Npy(#[from] ndarray_npy::ReadNpyError),
    /// It can't be looked at where it lies.
    #[error("npy: {0}")]
    View(#[from] ndarray_npy::ViewNpyError),
    /// The zip archive around the arrays is broken.
    #[error("npz: {0}")]
    Zip(#[from] zip::result::ZipError),
}

impl Error {
    /// For `map_err`: the system's error, and the file it is about.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
