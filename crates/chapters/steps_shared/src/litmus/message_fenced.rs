//! One thread writes a letter and raises a flag; another one looks.

use crate::sync::{AtomicBool, AtomicU64, Ordering, fence};

/// Empty, and the flag is down.
#[derive(Default)]
pub struct Mailbox {
    letter: AtomicU64,
    flag: AtomicBool,
}

impl Mailbox {
    /// Writes 42, then raises the flag.
    pub fn send(&self) {
        self.letter.store(42, Ordering::Relaxed);
        fence(Ordering::Release);
        self.flag.store(true, Ordering::Relaxed);
    }

    /// The letter, if the flag is up.
    pub fn receive(&self) -> Option<u64> {
        let up = self.flag.load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        up.then(|| self.letter.load(Ordering::Relaxed))
    }
}
