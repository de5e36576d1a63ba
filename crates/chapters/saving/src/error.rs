//! Why something was not saved or not loaded.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Why something was not saved or not loaded. When it was not saved, the file that stood there stands there still.
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
    /// The file was written by a program newer than this one (or by none: there is no version 0).
    #[error("the file has version {found} of the format, and this program knows 1 to {known}: use a newer one")]
    Version {
        /// In the file.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The file says it is longer than it is: it was cut off, or never written to its end.
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
        /// The array, and the file it is in.
        name: String,
        /// Bytes allowed.
        limit: u64,
    },
    /// There is an array, and not the one that is wanted; or it is broken.
    #[error("{name}: {why}")]
    Array {
        /// The file; or the array, and the file it is in.
        name: String,
        /// What is wrong with it.
        why: Refused,
    },
    /// There is no array of this name.
    #[error("{}: there is no array {name:?}; there are {there:?}", .path.display())]
    NoArray {
        /// The archive.
        path: PathBuf,
        /// What was asked for.
        name: String,
        /// What there is.
        there: Vec<String>,
    },
    /// The file is no zip archive, or has lost its end, where the list of what is in it stands.
    #[error("{}: {why}", .path.display())]
    NoArchive {
        /// The file.
        path: PathBuf,
        /// What it seems to be instead.
        why: &'static str,
    },
    /// An array can't be taken out of its archive.
    #[error("{name} can't be unpacked ({}): copy it again, or save it again with np.savez", reason(why))]
    Unpack {
        /// The array, and the file it is in.
        name: String,
        /// What the archive says.
        why: io::Error,
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
}

impl Error {
    /// For `map_err`: the system's error, and the file it is about.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// For `map_err`: why an array was refused, and its name.
    pub fn array(name: impl fmt::Display) -> impl FnOnce(Refused) -> Self {
        move |why| Self::Array { name: name.to_string(), why }
    }
}

/// Why the bytes of a `.npy` file are not taken for the array that is wanted.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It doesn't begin as arrays do.
    #[error("this is no .npy file: it doesn't begin with \\x93NUMPY")]
    NotNpy,
    /// A format that is newer than this reader, or none.
    #[error("version {major}.{minor} of the npy format isn't known; 1.0, 2.0 and 3.0 are")]
    Version {
        /// The byte after the magic string.
        major: u8,
        /// The byte after that.
        minor: u8,
    },
    /// It ends before its header does.
    #[error("the file is cut off in the middle of its header: copy or save it again")]
    NoHeader,
    /// NumPy writes such a header for records of hundreds of fields.
    #[error("the header takes {length} bytes, and no more than {longest} are read, here or by NumPy")]
    LongHeader {
        /// Bytes that it says it has.
        length: usize,
        /// Bytes that are read.
        longest: usize,
    },
    /// It isn't what NumPy writes.
    #[error("the header can't be read: {0}")]
    Header(String),
    /// The shape is no tuple of lengths, or of more elements than can be counted.
    #[error("no array has the shape {0}")]
    NoShape(String),
    /// The elements are of another type.
    #[error("its elements are of the type {found:?}, and {wanted:?} is wanted: {}", advice(found, wanted))]
    Type {
        /// What the header says.
        found: String,
        /// What NumPy calls the type that is wanted.
        wanted: String,
    },
    /// It has more dimensions than are wanted, or fewer.
    #[error("its shape is {shape}, and the number of dimensions that is wanted is {wanted}{}", reshaped(*wanted))]
    Dimensions {
        /// As Python writes it.
        shape: String,
        /// How many dimensions.
        wanted: usize,
    },
    /// There are fewer bytes than it says.
    #[error(
        "the file is cut off: {promised} bytes of numbers should follow its header, and {found} do; copy or save it again"
    )]
    CutOff {
        /// Shape times size of an element.
        promised: usize,
        /// Bytes that follow.
        found: usize,
    },
    /// There are more bytes than it says.
    #[error(
        "{promised} bytes of numbers should follow its header, and {found} do: if several arrays were saved in one file, \
         use np.savez"
    )]
    TooMany {
        /// Shape times size of an element.
        promised: usize,
        /// Bytes that follow.
        found: usize,
    },
    /// The bytes are no values of the type: a `bool` is 0 or 1.
    #[error("its elements can't be read: {0}")]
    Values(#[from] ndarray_npy::ReadDataError),
    /// It would have to be copied: the byte order is another machine's, or it begins at an odd address.
    #[error("it can't be used where it lies ({0}): load it with npy::load instead")]
    Place(#[from] ndarray_npy::ViewDataError),
    /// The shape doesn't fit the elements.
    #[error("its elements can't be put in their places: {0}")]
    Shape(#[from] ndarray::ShapeError),
}

/// What went wrong while unpacking.
fn reason(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".into(),
        _ => why.to_string(),
    }
}

/// What to do in Python about elements of another type.
fn advice(found: &str, wanted: &str) -> String {
    if found.starts_with('[') {
        "save each field as an array of its own, a['field']".into()
    } else if found.contains('O') {
        format!("Python objects are saved as a pickle, which is a program; save np.asarray(a, '{wanted}')")
    } else {
        format!("in Python, save np.asarray(a).astype('{wanted}')")
    }
}

/// What to do in Python about an array of another shape.
fn reshaped(wanted: usize) -> &'static str {
    match wanted {
        0 => ": in Python, save a single number, a.reshape(())",
        1 => ": in Python, save a.ravel()",
        _ => "",
    }
}
