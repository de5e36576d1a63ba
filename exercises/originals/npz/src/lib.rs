//! Read the arrays that NumPy saved with `np.savez`, and write some for it to read.
//!
//! An `.npz` is a zip archive. The array called `km` is the file `km.npy` in it: a header, which [`Header::split`]
//! reads for you, and then the numbers. You write [`load`] and [`save`].
//!
//! `load` takes arrays of any number of dimensions, with elements of the types `f8`, `f4` and `i4`, that is `f64`,
//! `f32` and `i32`, all of which an `f64` holds exactly. NumPy may have written the low byte of each first (`<f8`) or
//! the high byte (`>f8`), and the rows one after another or the columns (`fortran_order`).
//!
//! The check proves, with files that NumPy wrote and (where there is a NumPy) with files exchanged on the spot, that
//!
//! 1. every number arrives in its place, exact to the last bit;
//! 2. an array that isn't there, or is of another type, is refused by name;
//! 3. a file that was cut off or damaged gives an error, and never a panic;
//! 4. no more memory is asked for than `limit` allows, whatever a header promises and however much an archive unpacks
//!    to;
//! 5. NumPy reads what `save` wrote.
//!
//! You need only two calls for each way. `ZipArchive::new(BufReader::new(file))` from the crate `zip` opens an archive,
//! and its `by_name("km.npy")` gives something to `read` from, or the error `ZipError::FileNotFound`; `file_names`
//! lists them all. `NpzWriter::new_compressed(file)` from the crate `ndarray_npy` begins one: `add_array("km", &array)`
//! adds an array, `finish()` writes the end.
//!
//! About 40 minutes.

use ndarray::ArrayD;
use std::{fs::File, io, path::Path};

/// Why an array was not loaded or not saved.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system said no.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is no archive, or a damaged one, or what is in it is no array.
    #[error("the archive is damaged: {0}")]
    Damaged(String),
    /// There is no array of this name.
    #[error("there is no array {name:?}; there are {there:?}")]
    NoArray {
        /// What was asked for.
        name: String,
        /// The arrays that there are, in any order: the files in the archive that end in `.npy`, without that ending.
        /// An archive may hold other files, too.
        there: Vec<String>,
    },
    /// The elements are of a type that `load` doesn't take.
    #[error("the elements are of the type {0:?}")]
    Type(String),
    /// The array unpacks to more than the limit.
    #[error("the array unpacks to more than {0} bytes")]
    TooLarge(usize),
    /// The header promises a number of bytes that isn't the number that follows.
    #[error("the header promises {promised:?} bytes, and {found} follow")]
    Promise {
        /// `None` if it is more than can be counted.
        promised: Option<usize>,
        /// Those that are there.
        found: usize,
    },
}

/// What a `.npy` file says about its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The type of the elements, such as `<f8`: the byte order, the kind, the number of bytes. Programs other than
    /// NumPy may have written anything here.
    pub descr: String,
    /// Whether the first index changes fastest from one number to the next, and not the last.
    pub fortran_order: bool,
    /// The length in each dimension. Nobody has compared it with what follows.
    pub shape: Vec<usize>,
}

impl Header {
    /// Reads the header at the beginning of a `.npy` file; returns it with the bytes that follow it. `None` if there is
    /// none.
    pub fn split(npy: &[u8]) -> Option<(Header, &[u8])> {
        let (version, rest) = npy.strip_prefix(b"\x93NUMPY")?.split_first_chunk::<2>()?;
        let (length, rest) = match version {
            [1, 0] => rest.split_first_chunk().map(|(length, rest)| (u16::from_le_bytes(*length).into(), rest))?,
            _ => rest.split_first_chunk().map(|(length, rest)| (u32::from_le_bytes(*length) as usize, rest))?,
        };
        let (text, data) = rest.split_at_checked(length)?;
        let text = str::from_utf8(text).ok()?;
        let after = |key| text.split_once(key).map(|(_, value)| value.trim_start());
        // A record type is a list instead of a text; it is passed on as it stands.
        let descr = after("'descr':")?;
        let descr = match descr.strip_prefix('\'') {
            Some(text) => text.split('\'').next()?,
            None => descr.split("'fortran_order'").next()?,
        };
        let fortran_order = after("'fortran_order':")?.starts_with("True");
        let shape = after("'shape':")?.strip_prefix('(')?.split(')').next()?;
        let lengths = shape.split(',').map(str::trim).filter(|length| !length.is_empty());
        let shape = lengths.map(|length| length.parse().ok()).collect::<Option<_>>()?;
        Some((Header { descr: descr.to_owned(), fortran_order, shape }, data))
    }
}

/// Loads the array called `name` from the `.npz` at `path`, if its file in the archive has at most `limit` bytes.
///
/// # Errors
/// See [`Error`].
pub fn load(path: &Path, name: &str, limit: usize) -> Result<ArrayD<f64>, Error> {
    let _file = File::open(path)?;
    todo!("find {name}.npy in the archive, unpack at most {limit} bytes, and put the numbers in their places")
}

/// Saves arrays by name, compressed.
///
/// # Errors
/// When the file can't be written.
pub fn save(path: &Path, arrays: &[(&str, ArrayD<f64>)]) -> Result<(), Error> {
    todo!("write {} arrays into {}", arrays.len(), path.display())
}
