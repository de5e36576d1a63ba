//! What can be wrong with a record.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a record could not be read or written. Names the file, and the line where there is one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or folder itself could not be opened, read, made or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is there, but what it says makes no sense.
    #[error("{}:{line}: {what}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it, in words.
        what: String,
    },
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Error {
        move |source| Error::Io { path: path.to_owned(), source }
    }

    pub(crate) fn unreadable(path: &Path, line: usize, what: impl ToString) -> Error {
        Error::Unreadable { path: path.to_owned(), line, what: what.to_string() }
    }
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::io(path))
}

/// Replaces the file in one step: a reader, or a run that is cut short, never sees half of it.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let part = path.with_extension("part");
    std::fs::write(&part, text).map_err(Error::io(&part))?;
    std::fs::rename(&part, path).map_err(Error::io(path))
}
