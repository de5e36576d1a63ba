//! Results as NumPy's compressed `.npz`: a zip archive with one `.npy` file for each array.

use crate::{Element, Error, Results, npy, replace::replace};
use ndarray::{Array, Dimension, Ix0, Ix1, aview0, aview1};
use ndarray_npy::NpzWriter;
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};
use zip::{ZipArchive, result::ZipError};

/// The most that one array may unpack to, bytes. A zip archive can hold a thousand times its own size in zeros.
pub const LIMIT: u64 = 1 << 30;

/// Saves `results` in the file `path`, as the arrays `seed` and `km`.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<(), Error> {
    replace(path, |file| {
        let mut npz = NpzWriter::new_compressed(file);
        npz.add_array("seed", &aview0(&results.seed)).map_err(io::Error::other)?;
        npz.add_array("km", &aview1(&results.km)).map_err(io::Error::other)?;
        npz.finish().map(drop).map_err(io::Error::other)
    })
}

/// Loads what [`save`] wrote, or NumPy under the same names.
///
/// # Errors
/// When there is no such file, or when it lacks one of the arrays, or one has another type or shape.
pub fn load(path: &Path) -> Result<Results, Error> {
    let seed = array::<u64, Ix0>(path, "seed", LIMIT)?.into_scalar();
    let (km, _) = array::<f64, Ix1>(path, "km", LIMIT)?.into_raw_vec_and_offset();
    Ok(Results { seed, km })
}

/// Loads the array called `name`, if it unpacks to at most `limit` bytes.
///
/// # Errors
/// When the file can't be read, has no such array, or has one of another type or shape, or a larger one.
pub fn array<T: Element, D: Dimension>(path: &Path, name: &str, limit: u64) -> Result<Array<T, D>, Error> {
    let label = format!("{name:?} in {}", path.display());
    let file = BufReader::new(File::open(path).map_err(Error::at(path))?);
    let mut npz = ZipArchive::new(file).map_err(|_| no_archive(path))?;
    let there = npz.file_names().filter_map(|there| there.strip_suffix(".npy")).map(str::to_owned).collect();
    let packed = match npz.by_name(&format!("{name}.npy")) {
        Err(ZipError::FileNotFound) => return Err(Error::NoArray { path: path.into(), name: name.into(), there }),
        Err(ZipError::Io(why)) => return Err(Error::Unpack { name: label, why }),
        Err(wrong) => return Err(Error::Unpack { name: label, why: wrong.into() }),
        Ok(packed) => packed,
    };
    let mut bytes = Vec::new();
    // What really comes is counted. The archive says how much it will be, but it may say anything.
    let unpacked = packed.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    match unpacked {
        Err(why) => Err(Error::Unpack { name: label, why }),
        Ok(_) if bytes.len() as u64 > limit => Err(Error::TooLarge { name: label, limit }),
        Ok(_) => npy::array(&bytes).map_err(Error::array(label)),
    }
}

/// What a file is that isn't an archive, to judge by how it begins.
fn no_archive(path: &Path) -> Error {
    let mut begins = Vec::new();
    let read = File::open(path).and_then(|file| file.take(6).read_to_end(&mut begins));
    if let Err(wrong) = read {
        return Error::at(path)(wrong);
    }
    let why = match &begins[..] {
        [] => "the file is empty",
        b"\x93NUMPY" => "this is a single array, as np.save writes it: load it with npy::load",
        [b'P', b'K', ..] => {
            "the file is cut off or damaged: the list of its arrays, at its end, can't be read; copy or save it again"
        }
        _ => "this is no .npz file: it doesn't begin with PK",
    };
    Error::NoArchive { path: path.into(), why }
}
