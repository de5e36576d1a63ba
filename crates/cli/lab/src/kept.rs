//! A reader's text is never overwritten before it stands in a second file on disk.

use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;
use walkdir::WalkDir;

/// Writes `text` to `lib.rs.1.bak` beside `lib.rs`, or the first number after it that is free.
///
/// # Errors
/// When it can't be written.
pub fn keep(path: &Path, text: &[u8]) -> Result<PathBuf> {
    let name = path.file_name().context("the answer has no name")?.to_string_lossy();
    for number in 1..=9999 {
        let backup = path.with_file_name(format!("{name}.{number}.bak"));
        // `create_new` never opens a file that exists, whoever else is at work here.
        match OpenOptions::new().write(true).create_new(true).open(&backup) {
            Ok(file) => {
                fill(file, text).with_context(|| format!("can't write the backup {}", backup.display()))?;
                return Ok(backup);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| format!("can't make the backup {}", backup.display())),
        }
    }
    bail!("there are 9999 backups beside {}: clear some out", path.display())
}

fn fill(mut file: File, text: &[u8]) -> std::io::Result<()> {
    file.write_all(text)?;
    file.sync_all()
}

/// Puts `text` into `path` in one step: whoever looks sees the old text or the new, never half of one.
///
/// # Errors
/// When it can't be written; the old text is then still there.
pub fn replace(path: &Path, text: &[u8]) -> Result<()> {
    let folder = path.parent().context("the answer has no folder")?;
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    // A temporary file is its owner's alone; a source file is not.
    #[cfg(unix)]
    file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    file.persist(path)?;
    Ok(())
}

/// The files below `folder` with what they hold, by their paths in there, in order; not the backups among them. None
/// where there is no such folder.
///
/// # Errors
/// When one of them can't be read.
pub fn texts(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut texts = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(texts);
    }
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("can't read {}", folder.display()))?;
        if entry.file_type().is_file() && entry.path().extension().is_none_or(|end| end != "bak") {
            let text = fs::read(entry.path()).with_context(|| format!("can't read {}", entry.path().display()))?;
            texts.insert(entry.path().strip_prefix(folder)?.to_owned(), text);
        }
    }
    Ok(texts)
}

/// Writes `text` to a new file at `path`, down to the disk.
///
/// # Errors
/// When it can't be written, or a file is there.
pub fn write_new(path: &Path, text: &[u8]) -> Result<()> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fill(OpenOptions::new().write(true).create_new(true).open(path)?, text)
    };
    write().with_context(|| format!("can't write {}", path.display()))
}
