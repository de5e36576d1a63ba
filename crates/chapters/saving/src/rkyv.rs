//! Results as an rkyv archive: the file holds what memory would hold, so there is nothing to decode.

use crate::{ArchivedResults, Error, Results, replace::replace};
use rkyv::{rancor, util::AlignedVec};
use std::{fs::File, io::Write, path::Path};

/// Saves `results` in the file `path`.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<(), Error> {
    let bytes = rkyv::to_bytes::<rancor::Error>(results)?;
    replace(path, |file| file.write_all(&bytes))
}

/// Loads what [`save`] wrote, into values of its own.
///
/// # Errors
/// When there is no such file, or when it is no archive of `Results`.
pub fn load(path: &Path) -> Result<Results, Error> {
    let bytes = read(path)?;
    Ok(rkyv::deserialize::<_, rancor::Error>(view(&bytes)?)?)
}

/// The bytes of a file, placed so that numbers of eight bytes may be looked at where they lie.
///
/// # Errors
/// When there is no such file.
pub fn read(path: &Path) -> Result<AlignedVec, Error> {
    let read = |path| {
        let mut bytes = AlignedVec::new();
        bytes.extend_from_reader(&mut File::open(path)?)?;
        Ok(bytes)
    };
    read(path).map_err(Error::at(path))
}

/// Looks at an archive where it lies; nothing is copied.
///
/// # Errors
/// When the bytes are no archive of `Results`: every place and length in them is checked first. `access_unchecked`
/// would spare you that, and believe whatever a stranger wrote.
pub fn view(bytes: &[u8]) -> Result<&ArchivedResults, Error> {
    Ok(rkyv::access::<ArchivedResults, rancor::Error>(bytes)?)
}
