//! Arrays, saved together in one compressed `.npz` file that NumPy reads and writes too.

use anyhow::Result;
use ndarray::{Array1, ArrayView1};
use ndarray_npy::{NpzReader, NpzWriter};
use std::{fs::File, path::Path};

/// Saves arrays by name, each of any length.
///
/// # Errors
/// When the file can't be written.
pub fn save(arrays: &[(&str, ArrayView1<'_, i64>)], path: &Path) -> Result<()> {
    let mut npz = NpzWriter::new_compressed(File::create(path)?);
    for (name, array) in arrays {
        npz.add_array(*name, array)?;
    }
    npz.finish()?;
    Ok(())
}

/// Loads the array called `name`.
///
/// # Errors
/// When the file can't be read, has no such array, or has one of another type or shape.
pub fn load(path: &Path, name: &str) -> Result<Array1<i64>> {
    Ok(NpzReader::new(File::open(path)?)?.by_name(name)?)
}
