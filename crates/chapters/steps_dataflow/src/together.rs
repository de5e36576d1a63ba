//! All or none: a worker that fails takes its process along.

use std::{panic, process};

/// From now on a panic on any thread ends the process, with one line that says why and exit code 1. The other workers
/// can't finish without the one that failed. Left alone, they panic in turn, some of them while they clean up, and the
/// one line that matters is lost in backtraces.
pub fn end_with_any() {
    panic::set_hook(Box::new(|why| {
        eprintln!("a worker failed: {}", why.payload_as_str().unwrap_or("it doesn't say why"));
        process::exit(1);
    }));
}
