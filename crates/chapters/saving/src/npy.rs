//! One array as a `.npy` file, as `np.save` writes it.

use crate::{Element, Error, Header, Refused, replace::replace};
use ndarray::{Array, ArrayD, Dimension, Ix1, IxDyn, ShapeBuilder, aview1};
use ndarray_npy::{WriteNpyError, WriteNpyExt};
use std::{fs, io, path::Path};

/// Saves distances in the file `path`. There is no place for anything else.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
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
/// When there is no such file, or when it holds no one-dimensional array of `f64`.
pub fn load(path: &Path) -> Result<Vec<f64>, Error> {
    let bytes = fs::read(path).map_err(Error::at(path))?;
    let km = array::<f64, Ix1>(&bytes).map_err(Error::array(path.display()))?;
    Ok(km.into_raw_vec_and_offset().0)
}

/// The array that the bytes of a `.npy` file hold.
///
/// # Errors
/// When they hold none of this type and number of dimensions, or not as much as their header promises.
pub fn array<T: Element, D: Dimension>(bytes: &[u8]) -> Result<Array<T, D>, Refused> {
    let (header, data) = Header::split(bytes)?;
    // A header may promise a petabyte. Memory is asked for when the promise has been compared with the bytes that are
    // there, and not before.
    let elements = header.elements::<T, D>(data.len())?;
    let numbers = T::read_to_end_exact_vec(data, &header.dtype(), elements)?;
    let shape = IxDyn(&header.shape).set_f(header.fortran_order);
    Ok(ArrayD::from_shape_vec(shape, numbers)?.into_dimensionality()?)
}
