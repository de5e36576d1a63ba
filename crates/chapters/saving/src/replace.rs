//! Puts a new file in the place of an old one, so that after a crash at any moment one of the two is there, and whole.

use crate::Error;
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};
use tempfile::NamedTempFile;

/// Writes a file and puts it where `path` is; `write` writes its content. Several may do so at the same time: the last
/// to finish wins, with a whole file.
///
/// # Errors
/// When the file can't be written, or `write` fails: what stood there before then stands there still. When only the
/// folder can't be synced: the new file stands there, and a power failure may bring the old back.
pub fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<(), Error> {
    let written = write_whole(folder(path), write);
    let renamed = written.and_then(|beside| Ok(beside.persist(path)?));
    renamed.and_then(|_| sync_folder(folder(path))).map_err(Error::at(path))
}

/// Comes back when the content is on the disk, and not merely in the system's memory. On any error the file removes
/// itself: half a file on a full disk is in everybody's way.
fn write_whole(folder: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<NamedTempFile> {
    let beside = beside(folder)?;
    let mut file = BufWriter::new(beside.as_file().try_clone()?);
    write(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(beside)
}

/// A new file in the same folder, because a rename doesn't reach another disk. Its name has random letters: two who
/// write at the same time must not write into one file.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Otherwise only its owner could read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".").suffix(".new").tempfile_in(folder)
}

/// Where `path` lies.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The new name is an entry in the folder, and the folder is a file, too.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder can't be opened as a file.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
