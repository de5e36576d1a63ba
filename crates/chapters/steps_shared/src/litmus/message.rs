//! One thread writes a letter and raises a flag; another one looks.

use crate::sync::{AtomicBool, AtomicU64, Ordering};

/// Empty, and the flag is down.
#[derive(Default)]
pub struct Mailbox {
    letter: AtomicU64,
    flag: AtomicBool,
}

impl Mailbox {
    /// Writes 42, then raises the flag.
    pub fn send(&self, raise: Ordering) {
        self.letter.store(42, Ordering::Relaxed);
        self.flag.store(true, raise);
    }

    /// The letter, if the flag is up.
    pub fn receive(&self, look: Ordering) -> Option<u64> {
        let up = self.flag.load(look);
        up.then(|| self.letter.load(Ordering::Relaxed))
    }
}
