//! One array as a `.npy` file, as `np.save` writes it.

use crate::{Error, replace::replace};
use ndarray::{Array, Dimension, Ix1, aview1};
use ndarray_npy::{ReadNpyExt, ReadableElement, WriteNpyError, WriteNpyExt};
use std::{fs, io, path::Path};

/// Saves distances in the file `path`. There is no place for anything else.
///
/// # Errors
/// When the file can't be written. What stood there before then stands
/// there still.
pub fn save(km: &[f64], path: &Path) -> Result<(), Error> {
    replace(path, |file| {
        aview1(km).write_npy(file).map_err(|wrong| match wrong {
            WriteNpyError::Io(wrong) => wrong,
            wrong => io::Error::other(wrong),
        })
    })
}

/// Loads what [`save`] wrote, or NumPy.
///
/// # Errors
/// When there is no such file, or when it holds no one-dimensional array of
/// `f64`.
pub fn load(path: &Path) -> Result<Vec<f64>, Error> {
    let bytes = fs::read(path).map_err(Error::at(path))?;
    Ok(array::<f64, Ix1>(&bytes)?.into_raw_vec_and_offset().0)
}

/// The array that the bytes of a `.npy` file hold.
///
/// # Errors
/// When they hold none of this type, or not as much as their header
/// promises.
pub fn array<T: ReadableElement, D: Dimension>(bytes: &[u8]) -> Result<Array<T, D>, Error> {
    // `read_npy` asks for all the memory that the header promises, before
    // it has seen a single number. A file of a hundred bytes could end the
    // program.
    if let Some((header, data)) = split(bytes) {
        let (promised, found) = (promised(header), data.len() as u64);
        if promised != Some(found) {
            return Err(Error::Promise { promised, found });
        }
    }
    Ok(Array::read_npy(bytes)?)
}

/// The header, as text, and what follows it: `\x93NUMPY`, two bytes of
/// version, the header's length in two bytes (four from version 2 on).
fn split(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let rest = bytes.strip_prefix(b"\x93NUMPY")?;
    let (length, rest) = match rest.split_first_chunk()? {
        ([1, 0], rest) => rest.split_first_chunk().map(|(&length, rest)| (u16::from_le_bytes(length).into(), rest))?,
        (_, rest) => rest.split_first_chunk().map(|(&length, rest)| (u32::from_le_bytes(length) as usize, rest))?,
    };
    let (header, data) = rest.split_at_checked(length)?;
    Some((str::from_utf8(header).ok()?, data))
}

/// How many bytes `{'descr': '<f8', 'fortran_order': False, 'shape': (3,
/// 4), }` promises: 8 · 3 · 4.
fn promised(header: &str) -> Option<u64> {
    let after = |key| header.split_once(key).map(|(_, after)| after);
    let descr = after("'descr': '")?.split('\'').next()?;
    let size: u64 = descr.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    let shape = after("'shape': (")?.split(')').next()?;
    let lengths = shape.split(',').map(str::trim).filter(|length| !length.is_empty());
    let lengths = lengths.map(|length| length.parse().ok()).collect::<Option<Vec<u64>>>()?;
    // Without the zeros, too, there mustn't be more than an array can count.
    let countable = lengths.iter().try_fold(size, |product, &length| product.checked_mul(length.max(1)))?;
    isize::try_from(countable).ok()?;
    Some(if lengths.contains(&0) { 0 } else { countable })
}
