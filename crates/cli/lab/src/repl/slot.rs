//! A folder for each session of the REPL.

use crate::checkout::Checkout;
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File, TryLockError},
    path::PathBuf,
};

/// A folder for one session of evcxr, kept for the next one: what the first compiled, the second finds. Two sessions at
/// once get one each.
pub struct Slot {
    folder: PathBuf,
    /// Locked as long as it is open, and by the system's hand freed when the session ends, however it ends.
    _lock: File,
}

impl Slot {
    /// The first folder that no other session holds.
    ///
    /// # Errors
    /// When it can't be made, or a hundred sessions are open.
    pub fn take(checkout: &Checkout) -> Result<Self> {
        for number in 0..100 {
            let folder = checkout.state()?.join(format!("repl-{number}"));
            let failed = || format!("can't make {}", folder.display());
            for part in ["settings", "build"] {
                fs::create_dir_all(folder.join(part)).with_context(failed)?;
            }
            let lock = File::create(folder.join("lock")).with_context(failed)?;
            match lock.try_lock() {
                Ok(()) => return Ok(Self { folder, _lock: lock }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error).with_context(failed),
            }
        }
        bail!("a hundred sessions are open: close some")
    }

    /// Where evcxr looks for its settings.
    pub fn settings(&self) -> PathBuf {
        self.folder.join("settings")
    }

    /// Where evcxr compiles.
    pub fn build(&self) -> PathBuf {
        self.folder.join("build")
    }
}
