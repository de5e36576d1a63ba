//! Keeps each step of a run in a file of its own, under the number after the last one.

use crate::{Error, Results, postcard};
use std::{fs, io, path::PathBuf};

/// The steps of a run, in a folder.
pub struct Steps {
    folder: PathBuf,
    next: u64,
}

impl Steps {
    /// Goes on in `folder`, after the steps that lie there.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        let mut next = 0;
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("step-")?.parse::<u64>().ok());
            next = next.max(number.map_or(0, |number| number + 1));
        }
        Ok(Self { folder, next })
    }

    /// Saves `results` as the next step.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn save(&mut self, results: &Results) -> Result<(), Error> {
        postcard::save(results, &self.path(self.next))?;
        self.next += 1;
        Ok(())
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("step-{number}"))
    }
}
