//! Goes through the archive by number, and says what it needs of each file.

use ndarray::{ArrayD, IxDyn, ShapeBuilder};
use ndarray_npy::NpzWriter;
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};
use zip::{ZipArchive, result::ZipError};

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
        /// What there is, without the ending `.npy`, in any order.
        there: Vec<String>,
    },
    /// The elements are of a type that `load` doesn't take.
    #[error("the elements are of the type {0:?}")]
    Type(String),
    /// The array unpacks to more than the limit.
    #[error("the array unpacks to more than {0} bytes")]
    TooLarge(usize),
    /// The header promises another number of bytes than follow.
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
    /// The type of the elements, such as `<f8`: the byte order, the kind, the number of bytes. Other programs than NumPy may
    /// have written anything here.
    pub descr: String,
    /// Whether the first index changes fastest from one number to the next, and not the last.
    pub fortran_order: bool,
    /// The length in each dimension. Nobody has compared it with what follows.
    pub shape: Vec<usize>,
}

impl Header {
    /// Reads the header at the beginning of a `.npy` file; returns it with the bytes that follow it. `None` if there is none.
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
    let npy = unpack(path, name, limit)?;
    let (header, data) = Header::split(&npy).ok_or_else(|| Error::Damaged("there is no header".into()))?;
    let (size, number) = element(&header.descr).ok_or_else(|| Error::Type(header.descr.clone()))?;
    let promised = header.shape.iter().try_fold(size, |product, &length| product.checked_mul(length));
    if promised != Some(data.len()) {
        return Err(Error::Promise { promised, found: data.len() });
    }
    let numbers = data.chunks_exact(size).map(number).collect();
    ArrayD::from_shape_vec(IxDyn(&header.shape).set_f(header.fortran_order), numbers)
        .map_err(|wrong| Error::Damaged(wrong.to_string()))
}

/// The bytes of one file in the archive.
fn unpack(path: &Path, name: &str, limit: usize) -> Result<Vec<u8>, Error> {
    let damaged = |wrong: ZipError| Error::Damaged(wrong.to_string());
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(damaged)?;
    let mut there = Vec::new();
    for i in 0..archive.len() {
        let entry = archive.by_index(i).map_err(damaged)?;
        there.extend(entry.name().strip_suffix(".npy").map(|name| (i, name.to_owned())));
    }
    let Some(&(i, _)) = there.iter().rfind(|(_, there)| there == name) else {
        return Err(Error::NoArray { name: name.into(), there: there.into_iter().map(|(_, there)| there).collect() });
    };
    let entry = archive.by_index(i).map_err(damaged)?;
    let mut bytes = Vec::new();
    entry
        .take((limit as u64).saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|wrong| Error::Damaged(wrong.to_string()))?;
    if bytes.len() > limit { Err(Error::TooLarge(limit)) } else { Ok(bytes) }
}

/// For a type of elements: how many bytes one has, and what number they are.
fn element(descr: &str) -> Option<(usize, fn(&[u8]) -> f64)> {
    fn bytes<const N: usize>(bytes: &[u8]) -> [u8; N] {
        bytes.try_into().expect("as many as the size says")
    }
    Some(match descr {
        "<f8" => (8, |number| f64::from_le_bytes(bytes(number))),
        ">f8" => (8, |number| f64::from_be_bytes(bytes(number))),
        "<f4" => (4, |number| f32::from_le_bytes(bytes(number)).into()),
        ">f4" => (4, |number| f32::from_be_bytes(bytes(number)).into()),
        "<i4" => (4, |number| i32::from_le_bytes(bytes(number)).into()),
        ">i4" => (4, |number| i32::from_be_bytes(bytes(number)).into()),
        _ => return None,
    })
}

/// Saves arrays by name, compressed.
///
/// # Errors
/// When the file can't be written.
pub fn save(path: &Path, arrays: &[(&str, ArrayD<f64>)]) -> Result<(), Error> {
    let mut npz = NpzWriter::new_compressed(File::create(path)?);
    for (name, array) in arrays {
        npz.add_array(*name, array).map_err(io::Error::other)?;
    }
    npz.finish().map_err(io::Error::other)?;
    Ok(())
}
