//! A long computation that may be killed at any moment, and goes on where it was.

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
    /// There is something, but no checkpoint.
    #[error("this is no checkpoint: {0}. Move it away to start anew")]
    Unreadable(String),
}

/// Where the progress is, and where the next one is written.
const NAME: &str = "progress";
const BESIDE: &str = "progress.new";

/// Does `steps` steps, beginning with `state`, or those that are still missing, and returns the progress after the last of
/// them. `work` does one step: it changes the state and returns what it found.
///
/// # Errors
/// When the progress can't be saved or loaded.
pub fn run(disk: &dyn Disk, state: u64, steps: u64, work: &mut dyn FnMut(&mut u64) -> u64) -> Result<Progress, Error> {
    let mut progress = load(disk)?.unwrap_or(Progress { step: 0, state, found: Vec::new() });
    // Whoever saved it may have been killed between the rename and this.
    disk.sync_folder()?;
    while progress.step < steps {
        let found = work(&mut progress.state);
        progress.found.push(found);
        progress.step += 1;
        save(disk, &progress)?;
    }
    Ok(progress)
}

/// Saves the progress, and comes back when it is safe.
fn save(disk: &dyn Disk, progress: &Progress) -> Result<(), Error> {
    let bytes = postcard::to_stdvec(progress).map_err(io::Error::other)?;
    disk.write(BESIDE, &bytes)?;
    disk.sync(BESIDE)?;
    disk.rename(BESIDE, NAME)?;
    disk.sync_folder()?;
    Ok(())
}

/// The progress that was saved, if there is any.
fn load(disk: &dyn Disk) -> Result<Option<Progress>, Error> {
    let bytes = match disk.read(NAME) {
        Err(wrong) if wrong.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    match postcard::take_from_bytes(&bytes) {
        Ok((progress, [])) => Ok(Some(progress)),
        Ok((_, rest)) => Err(Error::Unreadable(format!("{} bytes too many", rest.len()))),
        Err(wrong) => Err(Error::Unreadable(wrong.to_string())),
    }
}
