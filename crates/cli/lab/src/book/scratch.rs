//! Folders for books that are being built.

use crate::checkout::Checkout;
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// Their names begin with this.
const PREFIX: &str = "book-";
/// The file in it that is locked as long as somebody builds there. The system frees it however that ends.
const LOCK: &str = "lock";

/// A folder for a book that is being built, gone with this value. One that was left by a program that was killed goes
/// with the next.
pub struct Scratch {
    // First, for Windows removes no open file.
    _lock: File,
    folder: TempDir,
}

impl Scratch {
    /// A new one in `lab`'s folder.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn new(checkout: &Checkout) -> Result<Self> {
        let parent = checkout.state()?;
        clear(&parent);
        // Another `lab` may clear it away between two lines: then once more.
        for _ in 0..100 {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&parent).context("can't make a folder")?;
            let path = folder.path().join(LOCK);
            let Ok(lock) = File::create(&path) else { continue };
            // Where files can't be locked, nothing is cleared away either.
            let _ = lock.lock();
            if path.is_file() {
                return Ok(Self { _lock: lock, folder });
            }
        }
        bail!("can't make a folder in {}", parent.display())
    }

    /// Where the book goes.
    pub fn book(&self) -> PathBuf {
        self.folder.path().join("book")
    }
}

/// Removes what killed programs have left in `parent`. What can't be removed stays.
fn clear(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        if let Ok(lock) = File::create(entry.path().join(LOCK))
            && lock.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_goes_and_what_is_in_use_stays() {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        let checkout = Checkout::open(Some(root.path().into())).unwrap();
        let state = checkout.state().unwrap();
        for left in ["book-old/html", "book-XyZ/book", "repl-0/build"] {
            fs::create_dir_all(state.join(left)).unwrap();
        }
        fs::write(state.join("book-XyZ/lock"), "").unwrap();

        let first = Scratch::new(&checkout).unwrap();
        assert!(!state.join("book-old").exists() && !state.join("book-XyZ").exists());
        assert!(state.join("repl-0/build").is_dir(), "it is no book");
        fs::create_dir(first.book()).unwrap();
        let second = Scratch::new(&checkout).unwrap();
        assert!(first.book().is_dir(), "it is still being built");
        drop((first, second));
        assert_eq!(fs::read_dir(state).unwrap().count(), 1);
    }
}
