//! An array that stays in its file: the system brings a page when it is touched.

use crate::{Error, Header, Refused};
use memmap2::Mmap;
use ndarray::{ArrayView1, Ix1, aview1};
use ndarray_npy::ViewElement;
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// A `.npy` file as a part of this process's memory.
pub struct Mapped {
    path: PathBuf,
    bytes: Mmap,
}

impl Mapped {
    /// Maps the file at `path`. Nothing is read yet.
    ///
    /// # Errors
    /// When there is no such file.
    ///
    /// # Safety
    /// As long as the map lives, nobody may change the file: no process may write to it or cut it short. (To [replace]
    /// it is safe, for the old one then lives on without a name.)
    ///
    /// [replace]: crate::replace::replace
    pub unsafe fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::at(path))?;
        // SAFETY: the caller promises that nobody changes the file.
        let bytes = unsafe { Mmap::map(&file) }.map_err(Error::at(path))?;
        Ok(Self { path: path.into(), bytes })
    }

    /// The array, where it lies. Its header is checked against the length of the file.
    ///
    /// # Errors
    /// When the file holds no one-dimensional array of `f64` in this machine's byte order, at an address where an `f64`
    /// may lie.
    pub fn km(&self) -> Result<ArrayView1<'_, f64>, Error> {
        view(&self.bytes).map_err(Error::array(self.path.display()))
    }
}

/// The array in the bytes of a `.npy` file, where it lies.
///
/// # Errors
/// See [`Mapped::km`].
pub fn view(npy: &[u8]) -> Result<ArrayView1<'_, f64>, Refused> {
    let (header, data) = Header::split(npy)?;
    let elements = header.elements::<f64, Ix1>(data.len())?;
    Ok(aview1(f64::bytes_as_slice(data, &header.dtype(), elements)?))
}
