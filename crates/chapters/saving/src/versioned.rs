//! A format that says what it is: eight bytes that no other file begins with, a version, the length and the checksum of
//! what follows.
//!
//! | bytes | what |
//! |---|---|
//! | 0 to 7 | [`MAGIC`] |
//! | 8 to 11 | the version, 1 or 2 |
//! | 12 to 19 | the length of the payload |
//! | 20 to 23 | its CRC-32 |
//! | 24 on | the payload, as postcard writes it |

use crate::{Error, Results, replace::replace};
use serde::Deserialize;
use std::{fs, io::Write, path::Path};

/// The first byte is no text; a carriage return and a line feed that some program has "corrected" show as well; and the
/// 0x1a ends a listing on the screens of old. PNG does the same.
pub const MAGIC: [u8; 8] = *b"\x89SPD\r\n\x1a\n";

/// The version that [`save`] writes.
pub const VERSION: u32 = 2;

const HEADER: usize = 24;

/// What version 1 held. It counted metres, and had no room for a large seed.
#[derive(Deserialize)]
struct Version1 {
    seed: u32,
    metres: Vec<f64>,
}

impl From<Version1> for Results {
    fn from(old: Version1) -> Self {
        Self { seed: old.seed.into(), km: old.metres.iter().map(|metres| metres / 1000.0).collect() }
    }
}

/// Saves `results` in the file `path`.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<(), Error> {
    let payload = postcard::to_stdvec(results)?;
    replace(path, |file| {
        file.write_all(&MAGIC)?;
        file.write_all(&VERSION.to_le_bytes())?;
        file.write_all(&(payload.len() as u64).to_le_bytes())?;
        file.write_all(&crc32fast::hash(&payload).to_le_bytes())?;
        file.write_all(&payload)
    })
}

/// Loads what [`save`] wrote, this program's or an older one's.
///
/// # Errors
/// When there is no such file; or it isn't ours, too new, cut off, longer than it should be, or damaged.
pub fn load(path: &Path) -> Result<Results, Error> {
    let bytes = fs::read(path).map_err(Error::at(path))?;
    // In this order: of a file that isn't ours no byte means anything, and the version says what the others mean.
    let Some(rest) = bytes.strip_prefix(&MAGIC) else {
        return Err(Error::NotOurs(bytes[..bytes.len().min(MAGIC.len())].to_vec()));
    };
    let found = bytes.len() as u64;
    let cut_off = || Error::Truncated { expected: HEADER as u64, found };
    let (version, rest) = rest.split_first_chunk().ok_or_else(cut_off)?;
    let version = u32::from_le_bytes(*version);
    if version == 0 || version > VERSION {
        return Err(Error::Version { found: version, known: VERSION });
    }
    let (length, rest) = rest.split_first_chunk().ok_or_else(cut_off)?;
    let expected = (HEADER as u64).saturating_add(u64::from_le_bytes(*length));
    if found < expected {
        return Err(Error::Truncated { expected, found });
    }
    if found > expected {
        return Err(Error::Trailing(found - expected));
    }
    let (checksum, payload) = rest.split_first_chunk().expect("the file is as long as its header says, or longer");
    let (expected, found) = (u32::from_le_bytes(*checksum), crc32fast::hash(payload));
    if expected != found {
        return Err(Error::Damaged { expected, found });
    }
    match version {
        1 => whole::<Version1>(payload).map(Results::from),
        _ => whole(payload),
    }
}

/// A value that takes up the payload to its last byte.
fn whole<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, Error> {
    let (value, rest) = postcard::take_from_bytes(payload)?;
    if rest.is_empty() { Ok(value) } else { Err(Error::Trailing(rest.len() as u64)) }
}
