//! A log: each step adds one record with a checksum, and what follows the last whole record is cut off when it is loaded.

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

const LOG: &str = "log";
const MAGIC: &[u8] = b"log of steps\n";
const RECORD: usize = 20;

/// Does `steps` steps, beginning with `state`, or those that are still missing, and returns the progress after the last of
/// them. `work` does one step: it changes the state and returns what it found.
///
/// # Errors
/// When the progress can't be saved or loaded.
pub fn run(disk: &dyn Disk, state: u64, steps: u64, work: &mut dyn FnMut(&mut u64) -> u64) -> Result<Progress, Error> {
    let mut progress = Progress { step: 0, state, found: Vec::new() };
    open(disk, &mut progress)?;
    while progress.step < steps {
        let found = work(&mut progress.state);
        progress.found.push(found);
        progress.step += 1;
        disk.append(LOG, &record(progress.state, found))?;
        disk.sync(LOG)?;
    }
    Ok(progress)
}

fn record(state: u64, found: u64) -> Vec<u8> {
    let numbers = [state.to_le_bytes(), found.to_le_bytes()].concat();
    [&numbers[..], &crc32fast::hash(&numbers).to_le_bytes()].concat()
}

/// Replays the log, and leaves one that ends with a whole record.
fn open(disk: &dyn Disk, progress: &mut Progress) -> Result<(), Error> {
    let bytes = match disk.read(LOG) {
        Err(wrong) if wrong.kind() == io::ErrorKind::NotFound => Vec::new(),
        bytes => bytes?,
    };
    let mut whole = MAGIC.len();
    if !bytes.is_empty() {
        let records = bytes.strip_prefix(MAGIC).ok_or_else(|| Error::Unreadable(LOG.into()))?;
        for bytes in records.chunks_exact(RECORD) {
            let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
            let (state, found) = (number(0), number(8));
            if bytes != record(state, found) {
                break;
            }
            progress.state = state;
            progress.found.push(found);
            progress.step += 1;
            whole += RECORD;
        }
    }
    if bytes.len() != whole {
        let kept = if bytes.is_empty() { MAGIC } else { &bytes[..whole] };
        disk.write("log.new", kept)?;
        disk.sync("log.new")?;
        disk.rename("log.new", LOG)?;
    } else {
        // Whoever wrote the last record may have been killed before it was safe.
        disk.sync(LOG)?;
    }
    disk.sync_folder()?;
    Ok(())
}
