//! Two files, the state last; what was found beyond the state's number of steps is forgotten when it is loaded.

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

const STATE: &str = "state";
const FOUND: &str = "found";

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

fn save(disk: &dyn Disk, progress: &Progress) -> Result<(), Error> {
    let found = serde_json::to_vec(&progress.found).map_err(io::Error::other)?;
    let state = serde_json::to_vec(&(progress.step, progress.state)).map_err(io::Error::other)?;
    for (name, bytes) in [(FOUND, found), (STATE, state)] {
        let beside = "new";
        disk.write(beside, &bytes)?;
        disk.sync(beside)?;
        disk.rename(beside, name)?;
        disk.sync_folder()?;
    }
    Ok(())
}

fn load(disk: &dyn Disk) -> Result<Option<Progress>, Error> {
    let Some((step, state)) = read(disk, STATE)? else { return Ok(None) };
    let mut found: Vec<u64> = read(disk, FOUND)?.unwrap_or_default();
    found.truncate(step as usize);
    Ok(Some(Progress { step, state, found }))
}

fn read<T: for<'a> Deserialize<'a>>(disk: &dyn Disk, name: &str) -> Result<Option<T>, Error> {
    match disk.read(name) {
        Err(wrong) if wrong.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => serde_json::from_slice(&bytes?).map(Some).map_err(|wrong| Error::Unreadable(wrong.to_string())),
    }
}
