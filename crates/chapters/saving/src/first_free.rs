//! Keeps each step of a run in a file of its own, under the first number that is free.

use crate::{Error, Results, postcard};
use std::{io, path::PathBuf};

/// The steps of a run, in a folder.
pub struct Steps {
    folder: PathBuf,
}

impl Steps {
    /// Goes on in `folder`, after the steps that lie there.
    ///
    /// # Errors
    /// None: it doesn't look.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        Ok(Self { folder })
    }

    /// Saves `results` as the next step.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn save(&mut self, results: &Results) -> Result<(), Error> {
        // ANCHOR: culprit
        let mut number = 0;
        while self.path(number).exists() {
            number += 1;
        }
        // ANCHOR_END: culprit
        postcard::save(results, &self.path(number))
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("step-{number}"))
    }
}
