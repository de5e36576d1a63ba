//! One thread writes a letter and raises a flag; another one looks.

use crate::sync::{AtomicBool, AtomicU64, Ordering};

/// Writes 42, then raises the flag.
pub fn send(letter: &AtomicU64, flag: &AtomicBool, raise: Ordering) {
    letter.store(42, Ordering::Relaxed);
    flag.store(true, raise);
}

/// The letter, if the flag is up.
pub fn receive(letter: &AtomicU64, flag: &AtomicBool, look: Ordering) -> Option<u64> {
    flag.load(look).then(|| letter.load(Ordering::Relaxed))
}
