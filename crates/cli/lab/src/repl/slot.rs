//! A folder for each session of the REPL.

use crate::checkout::Checkout;
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File, TryLockError},
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

/// How long somebody waits for a folder that is held before a new one is made.
const PATIENCE: Duration = Duration::from_secs(3);

/// A folder for one session of evcxr, kept for the next one: what the first compiled, the second finds. Two sessions at
/// once get one each.
pub struct Slot {
    folder: PathBuf,
    /// Locked as long as it is open, and by the system's hand freed when the session ends, however it ends.
    _lock: File,
}

impl Slot {
    /// The first folder that no other session holds. A new one is made only when those that there are stay held for a
    /// while: in a new one everything is compiled anew, and a session that is being ended may take a moment.
    ///
    /// # Errors
    /// When it can't be made, or a hundred sessions are open.
    pub fn take(checkout: &Checkout) -> Result<Self> {
        let start = Instant::now();
        let folder = |number: usize| Ok::<_, anyhow::Error>(checkout.state()?.join(format!("repl-{number}")));
        let mut number = 0;
        while number < 100 {
            let folder = folder(number)?;
            if number > 0 && !folder.is_dir() && start.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(50));
                number = 0;
                continue;
            }
            let failed = || format!("can't make {}", folder.display());
            for part in ["settings", "build", "pictures"] {
                fs::create_dir_all(folder.join(part)).with_context(failed)?;
            }
            let lock = File::create(folder.join("lock")).with_context(failed)?;
            match lock.try_lock() {
                Ok(()) => return Ok(Self { folder, _lock: lock }),
                Err(TryLockError::WouldBlock) => number += 1,
                Err(TryLockError::Error(error)) => return Err(error).with_context(failed),
            }
        }
        bail!("a hundred sessions are open: close some")
    }

    /// Where evcxr looks for its settings.
    pub fn settings(&self) -> PathBuf {
        self.folder.join("settings")
    }

    /// Where pictures are put that an answer has.
    pub fn pictures(&self) -> PathBuf {
        self.folder.join("pictures")
    }

    /// Where evcxr compiles.
    pub fn build(&self) -> PathBuf {
        self.folder.join("build")
    }
}
