//! Ctrl-C, and the signals that ask a program to end.

use anyhow::{Context, Result};
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C no longer ends the program: it sets a flag for [`asked`] and calls `then`. For commands that have
/// children to end first.
///
/// # Errors
/// When the system refuses a handler.
pub fn listen(then: impl Fn() + Send + 'static) -> Result<()> {
    ctrlc::set_handler(move || {
        // The second time is meant: end at once.
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        then();
    })
    .context("can't listen for Ctrl-C")
}

/// Whether Ctrl-C was pressed since [`listen`].
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
