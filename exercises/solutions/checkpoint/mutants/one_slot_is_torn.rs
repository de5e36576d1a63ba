//! Two files that take turns. A single one that it can not read was cut short, it thinks: a letter is written over.
//! caught by: what_is_no_checkpoint_is_an_error_and_stays

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

const SLOTS: [&str; 2] = ["even", "odd"];

/// Does `steps` steps, beginning with `state`, or those that are still missing, and returns the progress after the last of
/// them. `work` does one step: it changes the state and returns what it found.
///
/// # Errors
/// When the progress can't be saved or loaded.
pub fn run(disk: &dyn Disk, state: u64, steps: u64, work: &mut dyn FnMut(&mut u64) -> u64) -> Result<Progress, Error> {
    let mut progress = load(disk)?.unwrap_or(Progress { step: 0, state, found: Vec::new() });
    // Whoever saved it may have been killed before it was safe.
    if progress.step > 0 {
        disk.sync(SLOTS[(progress.step % 2) as usize])?;
        disk.sync_folder()?;
    }
    while progress.step < steps {
        let found = work(&mut progress.state);
        progress.found.push(found);
        progress.step += 1;
        save(disk, &progress)?;
    }
    Ok(progress)
}

fn save(disk: &dyn Disk, progress: &Progress) -> Result<(), Error> {
    let payload = postcard::to_stdvec(progress).map_err(io::Error::other)?;
    let slot = SLOTS[(progress.step % 2) as usize];
    disk.write(slot, &[&crc32fast::hash(&payload).to_le_bytes(), &payload[..]].concat())?;
    disk.sync(slot)?;
    disk.sync_folder()?;
    Ok(())
}

fn load(disk: &dyn Disk) -> Result<Option<Progress>, Error> {
    let (mut best, mut bad) = (None::<Progress>, 0);
    for slot in SLOTS {
        match disk.read(slot) {
            Err(wrong) if wrong.kind() == io::ErrorKind::NotFound => {}
            bytes => match read(&bytes?) {
                Some(found) if best.as_ref().is_none_or(|best| best.step < found.step) => best = Some(found),
                Some(_) => {}
                None => bad += 1,
            },
        }
    }
    // A single bad one was the first ever, cut short. Two are somebody else's.
    if bad == 2 { Err(Error::Unreadable("both slots".into())) } else { Ok(best) }
}

fn read(bytes: &[u8]) -> Option<Progress> {
    let (checksum, payload) = bytes.split_first_chunk()?;
    let whole = u32::from_le_bytes(*checksum) == crc32fast::hash(payload);
    postcard::from_bytes(payload).ok().filter(|_| whole)
}
