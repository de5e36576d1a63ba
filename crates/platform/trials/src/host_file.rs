//! A host file for programs that find each other by one.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A folder that is removed in the end, with a host file in it: an address a line.
pub struct HostFile(TempDir);

impl HostFile {
    /// One with these addresses.
    ///
    /// # Panics
    /// When it can't be written.
    pub fn new(addresses: &[String]) -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        let file = Self(folder);
        fs::write(file.path(), addresses.join("\n")).expect("a file can be written");
        file
    }

    /// One with so many ports of this machine that nobody uses.
    ///
    /// # Panics
    /// When there are none, or it can't be written.
    pub fn here(processes: usize) -> Self {
        // All are held until each is known, or the same port would be given twice.
        let held: Vec<_> =
            (0..processes).map(|_| TcpListener::bind("127.0.0.1:0").expect("there is a free port")).collect();
        let address = |held: &TcpListener| held.local_addr().expect("it is bound").to_string();
        Self::new(&held.iter().map(address).collect::<Vec<_>>())
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        self.folder().join("hosts")
    }

    /// The folder, where the programs may leave more.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }
}
