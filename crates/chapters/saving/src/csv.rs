//! Results as a table of text, as `np.savetxt` writes it and `np.loadtxt` reads it: one number a line.

use crate::{Error, Results, replace::replace};
use csv::{ReaderBuilder, Writer};
use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::Path,
};

/// Saves `results` in the file `path`. A table has no place for the seed, so it stands in a comment.
///
/// # Errors
/// When the file can't be written. What stood there before then stands there still.
pub fn save(results: &Results, path: &Path) -> Result<(), Error> {
    replace(path, |file| {
        writeln!(file, "# seed {}", results.seed)?;
        let mut table = Writer::from_writer(file);
        for km in &results.km {
            table.serialize(km)?;
        }
        table.flush()
    })
}

/// Loads what [`save`] wrote.
///
/// # Errors
/// When there is no such file, or when it holds no such table: the error names the line.
pub fn load(path: &Path) -> Result<Results, Error> {
    let mut file = BufReader::new(File::open(path).map_err(Error::at(path))?);
    let mut comment = String::new();
    file.read_line(&mut comment).map_err(Error::at(path))?;
    let seed = comment.strip_prefix("# seed ").and_then(|seed| seed.trim_end().parse().ok());
    let seed = seed.ok_or_else(|| Error::NotOurs(comment.into_bytes()))?;
    let table = ReaderBuilder::new().has_headers(false).comment(Some(b'#')).from_reader(file);
    let km = table.into_deserialize().collect::<Result<_, _>>()?;
    Ok(Results { seed, km })
}
