//! A folder of a real disk.

use crate::Disk;
use std::{
    fs::{self, File, OpenOptions},
    io::{Result, Write},
    path::PathBuf,
};

/// A folder of a real disk.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at `path`, which is there.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl Disk for Folder {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        fs::write(self.0.join(name), bytes)
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        OpenOptions::new().create(true).append(true).open(self.0.join(name))?.write_all(bytes)
    }

    fn sync(&self, name: &str) -> Result<()> {
        // Whoever asks, all that was written to the file is meant. Windows wants it open for writing.
        OpenOptions::new().append(true).open(self.0.join(name))?.sync_all()
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    fn sync_folder(&self) -> Result<()> {
        if cfg!(unix) { File::open(&self.0)?.sync_all() } else { Ok(()) }
    }

    fn remove(&self, name: &str) -> Result<()> {
        fs::remove_file(self.0.join(name))
    }

    fn read(&self, name: &str) -> Result<Vec<u8>> {
        fs::read(self.0.join(name))
    }

    fn names(&self) -> Result<Vec<String>> {
        let entries = fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names = entries.collect::<Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }
}
