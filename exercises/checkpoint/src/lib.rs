//! A long computation that may be killed at any moment, and goes on where it was.
//!
//! You write [`run`]. It does a number of steps, each of which takes the state that the one before left behind, changes
//! it and finds a number. Think of a step as an hour of computing. So `run` saves its [`Progress`] after *every* step,
//! and when it is started again on the same folder it goes on from there.
//!
//! You reach the folder through a [`Disk`], which has what you need:
//!
//! ```text
//! fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;    // create the file, or empty it; then write
//! fn append(&self, name: &str, bytes: &[u8]) -> io::Result<()>;   // create the file if there is none; add at its end
//! fn sync(&self, name: &str) -> io::Result<()>;                   // come back when its content is on the disk
//! fn rename(&self, from: &str, to: &str) -> io::Result<()>;       // what was called `to` is gone
//! fn sync_folder(&self) -> io::Result<()>;                        // come back when the list of names is on the disk
//! fn remove(&self, name: &str) -> io::Result<()>;
//! fn read(&self, name: &str) -> io::Result<Vec<u8>>;              // no such file: the error's kind is NotFound
//! fn names(&self) -> io::Result<Vec<String>>;                     // of all files, sorted
//! ```
//!
//! How many files you make, how they are called and what is in them is up to you. Names have no slash; a name with one
//! would lie on another disk.
//!
//! The check proves, with 200 processes killed by the system, and with a disk played in memory that is stopped at every
//! moment there is, that
//!
//! 1. killed at any moment and started again, it comes to the same answer: no step is left out, none counted twice;
//! 2. **a step begins only when the ones before it are safe**: when they would survive a power failure. So of all the
//!    steps that began, only the last is ever done again. A run that is started again after a kill reads what the
//!    system knows, and that need not be on the disk yet;
//! 3. when the disk is full, doesn't sync or can't be read, `run` returns the error instead of going on, and nothing is
//!    lost;
//! 4. when there are files but no checkpoint (somebody saved a letter under that name), `run` returns
//!    [`Error::Unreadable`], and changes nothing;
//! 5. however often it is killed, there are never more than four files.
//!
//! The page says what a disk may lose. About 45 minutes.
//!
//! You need only `write`, `sync`, `rename`, `sync_folder` and `read` of these, and `postcard::to_stdvec` with
//! `postcard::take_from_bytes`, which returns what is left over, too.

use crash_disk::Disk;
use serde::{Deserialize, Serialize};
use std::io;

/// How far the computation has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// How many steps are done.
    pub step: u64,
    /// What the last one left behind for the next.
    pub state: u64,
    /// What each of them found, in order.
    pub found: Vec<u64>,
}

/// Why the computation did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk said no.
    #[error("the progress could not be saved or loaded: {0}")]
    Io(#[from] io::Error),
    /// There is something, but it is no checkpoint.
    #[error("this is no checkpoint: {0}. Move it away to start anew")]
    Unreadable(String),
}

/// Does `steps` steps, beginning with `state`, or those that are still missing, and returns the progress after the last
/// of them. `work` does one step: it changes the state and returns what it found.
///
/// # Errors
/// When the progress can't be saved or loaded.
pub fn run(disk: &dyn Disk, state: u64, steps: u64, work: &mut dyn FnMut(&mut u64) -> u64) -> Result<Progress, Error> {
    let mut progress = load(disk)?.unwrap_or(Progress { step: 0, state, found: Vec::new() });
    let _ = (&mut progress, steps, work);
    todo!("do what is missing of {steps} steps, and save after each one")
}

/// Saves the progress, and comes back when it is safe.
fn save(disk: &dyn Disk, progress: &Progress) -> Result<(), Error> {
    let _ = disk;
    todo!("put {progress:?} in the place of what was saved before")
}

/// The progress that was saved, if there is any.
fn load(disk: &dyn Disk) -> Result<Option<Progress>, Error> {
    let _ = (disk, save);
    todo!("read what `save` wrote; nothing there yet is no error")
}
