//! What a program may do to the files of one folder.

use std::io::Result;

/// A folder's files. A `name` with a slash in it lies elsewhere, on another disk.
pub trait Disk {
    /// Makes `bytes` the whole content of a file. The file is emptied first, if there is one; else it is created.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()>;

    /// Adds `bytes` to the end of a file, which is created if there is none.
    fn append(&self, name: &str, bytes: &[u8]) -> Result<()>;

    /// Comes back when the content of a file is on the disk (fsync).
    fn sync(&self, name: &str) -> Result<()>;

    /// Gives a file another name. A file that had that name is gone.
    fn rename(&self, from: &str, to: &str) -> Result<()>;

    /// Comes back when the folder itself, the list of its names, is on the disk.
    fn sync_folder(&self) -> Result<()>;

    /// Removes a file.
    fn remove(&self, name: &str) -> Result<()>;

    /// The content of a file. Where there is none, the error's kind is `NotFound`.
    fn read(&self, name: &str) -> Result<Vec<u8>>;

    /// The names of all files in the folder, sorted.
    fn names(&self) -> Result<Vec<String>>;
}
