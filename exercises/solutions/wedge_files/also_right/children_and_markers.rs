//! Right: starts all children from one thread, writes in place, and marks a wedge that is whole by a second file.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::process::{self, Command};

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
    let count = workers.min(rows).max(1);
    let mut wedges = Vec::new();
    let mut begin = 0;
    for w in 0..count {
        let end = begin + rows / count + usize::from(w < rows % count);
        wedges.push(begin..end);
        begin = end;
    }
    wedges.retain(|wedge| !wedge.is_empty());
    let path = |wedge: &Range<usize>| folder.join(format!("rows_{}_to_{}", wedge.start, wedge.end));
    let marker = |wedge: &Range<usize>| path(wedge).with_extension("done");
    let mut failure = None;
    let mut children = Vec::new();
    for wedge in &wedges {
        if !marker(wedge).exists() {
            match start(wedge.clone(), &path(wedge)).spawn() {
                Ok(child) => children.push((wedge, child)),
                Err(error) => failure = Some(error),
            }
        }
    }
    for (wedge, mut child) in children {
        match child.wait() {
            Ok(status) if status.success() => fs::write(marker(wedge), "")?,
            Ok(status) => failure = Some(io::Error::other(status.to_string())),
            Err(error) => failure = Some(error),
        }
    }
    if let Some(error) = failure {
        return Err(error);
    }
    let beside = result.with_extension(format!("{}.new", process::id()));
    let mut file = fs::File::create(&beside)?;
    for wedge in &wedges {
        file.write_all(&fs::read(path(wedge))?)?;
    }
    fs::rename(beside, result)
}
