//! A large table, computed by several programs at once, each of which writes a file of its own.
//!
//! You write [`run`]. It cuts the rows `0..rows` into wedges, as many as there are workers, has a program compute each,
//! and puts their files together. `start(range, file)` gives you a `Command` that computes the rows of `range` and
//! writes them into `file`. It empties that file first if there is one; what is in it when the program fails or is
//! killed is worth nothing.
//!
//! 1. All wedges are computed **at the same time**. They differ by one row at most; with fewer rows than workers there
//!    is one for each row. No program is started for nothing.
//! 2. The bytes in `result` are those that one program would have written for all rows. What lay there before is
//!    replaced when everything is ready, and not touched when anything goes wrong.
//! 3. **What is done stays done.** `folder` is yours. When a worker has failed, or when the whole computation was
//!    killed, and `run` is called again with the same folder, only wedges that weren't finished are computed again. A
//!    wedge is saved when *its* worker is done. The second call may have another number of workers: what no longer fits
//!    is computed anew.
//! 4. When a worker can't be started, or doesn't end well, `run` lets the others finish, saves what they did, and
//!    returns an error. No process is left.
//!
//! It need not survive a power failure; `checkpoint` is about that. The check's workers meet each other, fail half-way,
//! and kill the program that runs your function. About 40 minutes.
//!
//! You will need `Command::status`, `thread::scope`, `fs::rename`, and `tempfile::Builder` or names of your own.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

/// Computes `rows` rows by up to `workers` programs (at least 1) at once, keeps what they finish in `folder`, and
/// writes all of it to `result`.
///
/// # Errors
/// When a program can't be started or doesn't end well, or a file can't be written.
pub fn run(
    start: impl Fn(Range<usize>, &Path) -> Command + Sync,
    rows: usize,
    workers: usize,
    folder: &Path,
    result: &Path,
) -> io::Result<()> {
    let _ = start;
    todo!("compute {rows} rows by {workers} programs in {folder:?}, and put them into {result:?}")
}
