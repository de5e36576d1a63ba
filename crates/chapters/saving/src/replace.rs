//! Puts a new file in the place of an old one, so that after a crash at any moment one of the two is there, and whole.

use crate::Error;
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Writes a file and puts it where `path` is; `write` writes its content. Meant for one writer at a time.
///
/// # Errors
/// When the file can't be written, or `write` fails: what stood there before then stands there still. When only the
/// folder can't be synced: the new file stands there, and a power failure may bring the old back.
pub fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<(), Error> {
    let beside = beside(path);
    let outcome = write_whole(&beside, write).and_then(|()| fs::rename(&beside, path));
    if outcome.is_err() {
        // On a full disk half a file is in everybody's way. If it can't be removed, the first error says why.
        let _ = fs::remove_file(&beside);
    }
    outcome.and_then(|()| sync_folder(path)).map_err(Error::at(path))
}

/// In the same folder, because a rename doesn't reach another disk. Always the same name: what a crash leaves behind is
/// written over by the next try.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

/// Comes back when the content is on the disk, and not merely in the system's memory.
fn write_whole(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    write(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()
}

/// The new name is an entry in the folder, and the folder is a file, too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Elsewhere a folder can't be opened as a file.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
