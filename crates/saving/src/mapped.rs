//! An array that stays in its file: the system brings a page when it is
//! touched.

use crate::Error;
use memmap2::Mmap;
use ndarray::ArrayView1;
use ndarray_npy::ViewNpyExt;
use std::{fs::File, path::Path};

/// A `.npy` file as a part of this process's memory.
pub struct Mapped(Mmap);

impl Mapped {
    /// Maps the file at `path`. Nothing is read yet.
    ///
    /// # Errors
    /// When there is no such file.
    ///
    /// # Safety
    /// As long as the map lives, nobody may change the file: no process may
    /// write to it or cut it short. (To [replace] it is safe, for the old
    /// one then lives on without a name.)
    ///
    /// [replace]: crate::replace::replace
    pub unsafe fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::at(path))?;
        // SAFETY: the caller promises that nobody changes the file.
        unsafe { Mmap::map(&file) }.map(Self).map_err(Error::at(path))
    }

    /// The array, where it lies. Its header is checked against the length
    /// of the file.
    ///
    /// # Errors
    /// When the file holds no one-dimensional array of `f64` in this
    /// machine's byte order.
    pub fn km(&self) -> Result<ArrayView1<'_, f64>, Error> {
        Ok(ArrayView1::view_npy(&self.0)?)
    }
}
