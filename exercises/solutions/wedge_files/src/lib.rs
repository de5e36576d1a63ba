//! A file has its final name when it is whole, and the name says which rows are in it.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use tempfile::NamedTempFile;

/// Computes `rows` rows by up to `workers` programs (at least 1) at once, keeps what they finish in `folder`, and writes all of
/// it to `result`.
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
    let wedges = wedges(rows, workers);
    let start = &start;
    let outcomes: Vec<io::Result<()>> = thread::scope(|scope| {
        let missing = wedges.iter().filter(|wedge| !file(folder, wedge).exists());
        let threads: Vec<_> = missing.map(|wedge| scope.spawn(move || compute(start, wedge, folder))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it doesn't panic")).collect()
    });
    outcomes.into_iter().collect::<io::Result<()>>()?;

    let beside = NamedTempFile::new_in(
        result.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    )?;
    for wedge in &wedges {
        io::copy(&mut File::open(file(folder, wedge))?, &mut beside.as_file())?;
    }
    beside.persist(result)?;
    Ok(())
}

/// The rows, cut into parts that differ by one at most and of which none is empty.
fn wedges(rows: usize, workers: usize) -> Vec<Range<usize>> {
    let count = workers.min(rows);
    (0..count).map(|w| rows * w / count..rows * (w + 1) / count).collect()
}

/// Where a wedge lies when it is whole.
fn file(folder: &Path, wedge: &Range<usize>) -> PathBuf {
    folder.join(format!("{}-{}.wedge", wedge.start, wedge.end))
}

/// Has a program compute a wedge, and names its file when that is whole.
fn compute(start: &impl Fn(Range<usize>, &Path) -> Command, wedge: &Range<usize>, folder: &Path) -> io::Result<()> {
    // A name that nobody else has: a worker whose parent was killed may still be writing to its own.
    let part = NamedTempFile::new_in(folder)?.into_temp_path();
    let status = start(wedge.clone(), &part).status()?;
    if !status.success() {
        return Err(io::Error::other(format!("the program for the rows {wedge:?} failed: {status}")));
    }
    part.persist(file(folder, wedge))?;
    Ok(())
}
