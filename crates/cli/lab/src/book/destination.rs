//! Where a book may be written.

use crate::{checkout::Checkout, outcome::WrongUsage};
use anyhow::{Context, Result};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A folder that a book may be written into. mdBook empties it first, so it must not be one that holds anything else.
pub struct Destination(PathBuf);

impl Destination {
    /// A folder that was made for the book.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// A folder somebody named: missing, empty, or holding a book from before.
    ///
    /// # Errors
    /// Wrong usage when it is none of these: what it holds would be lost.
    pub fn check(checkout: &Checkout, folder: PathBuf) -> Result<Self> {
        let refuse = |why| WrongUsage(format!("{} {why}, which building would delete: name another", folder.display()));
        match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(refuse("is a file").into()),
            Err(error) => return Err(error).with_context(|| format!("can't look into {}", folder.display())),
            Ok(mut entries) => {
                let whole = folder.canonicalize()?;
                if checkout.root().starts_with(&whole) {
                    return Err(refuse("holds the workbook itself").into());
                }
                // mdBook leaves this file in every book.
                if entries.next().is_some()
                    && !(folder.join(".nojekyll").is_file() && folder.join("index.html").is_file())
                {
                    return Err(refuse("holds other files").into());
                }
            }
        }
        Ok(Self(folder))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn only_a_book_is_overwritten() {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        let checkout = Checkout::open(Some(root.path().into())).unwrap();
        let folder = root.path().join("out");
        let allowed = || Destination::check(&checkout, folder.clone()).is_ok();

        assert!(allowed(), "missing");
        fs::create_dir(&folder).unwrap();
        assert!(allowed(), "empty");
        fs::write(folder.join("index.html"), "thesis").unwrap();
        assert!(!allowed(), "somebody's page");
        fs::write(folder.join(".nojekyll"), "").unwrap();
        assert!(allowed(), "a book");
        fs::remove_dir_all(&folder).unwrap();
        fs::write(&folder, "thesis").unwrap();
        assert!(!allowed(), "a file");
        assert!(Destination::check(&checkout, root.path().into()).is_err(), "the workbook");
        assert!(Destination::check(&checkout, "/".into()).is_err(), "everything");
    }
}
