//! A new name for each step; older ones are removed when the new one is safe. The newest that is whole counts.

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

/// Does `steps` steps, beginning with `state`, or those that are still missing.
///
/// # Errors
/// When the progress can't be saved or loaded.
pub fn run(disk: &dyn Disk, state: u64, steps: u64, work: &mut dyn FnMut(&mut u64) -> u64) -> Result<Progress, Error> {
    let begin = load(disk)?.unwrap_or(Progress { step: 0, state, found: Vec::new() });
    (begin.step..steps).try_fold(begin, |mut progress, step| {
        progress.found.push(work(&mut progress.state));
        progress.step = step + 1;
        save(disk, &progress)?;
        Ok(progress)
    })
}

fn save(disk: &dyn Disk, progress: &Progress) -> Result<(), Error> {
    let text = serde_json::to_vec(progress).map_err(io::Error::other)?;
    let name = format!("{:020}.json", progress.step);
    let older: Vec<_> = disk.names()?.into_iter().filter(|older| *older != name).collect();
    disk.write(&name, &[&text[..], &crc32fast::hash(&text).to_le_bytes()].concat())?;
    disk.sync(&name)?;
    disk.sync_folder()?;
    older.iter().try_for_each(|older| disk.remove(older))?;
    Ok(())
}

fn load(disk: &dyn Disk) -> Result<Option<Progress>, Error> {
    let mut names = disk.names()?;
    let Some(oldest) = names.first().cloned() else { return Ok(None) };
    while let Some(name) = names.pop() {
        if let Some(progress) = read(&disk.read(&name)?) {
            // Whose name may not be safe yet.
            disk.sync(&name)?;
            disk.sync_folder()?;
            return Ok(Some(progress));
        }
    }
    // The very first one, cut short: nothing was safe yet.
    let bytes = disk.read(&oldest)?;
    if oldest == format!("{:020}.json", 1)
        && (bytes.iter().all(|&byte| byte == 0) || bytes.starts_with(b"{\"step\":1,"))
    {
        return Ok(None);
    }
    Err(Error::Unreadable(oldest))
}

fn read(bytes: &[u8]) -> Option<Progress> {
    let (text, checksum) = bytes.split_last_chunk()?;
    let whole = u32::from_le_bytes(*checksum) == crc32fast::hash(text);
    serde_json::from_slice(text).ok().filter(|_| whole)
}
