//! Two threads do this at the same time, each with its own flag.

use crate::sync::{AtomicBool, Ordering};

/// Raises `mine`, then looks whether `theirs` is up.
pub fn raise_and_look(mine: &AtomicBool, theirs: &AtomicBool) -> bool {
    mine.store(true, Ordering::Release);
    theirs.load(Ordering::Acquire)
}
