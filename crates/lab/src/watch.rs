//! Noticing that files change.

use anyhow::{Context, Result};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, RecommendedCache, new_debouncer,
    notify::{EventKind, RecommendedWatcher, RecursiveMode},
};
use std::{
    path::{Component, Path, PathBuf},
    time::Duration,
};

/// An editor's save is several changes to the file system within a few milliseconds: they count as one.
const TOGETHER: Duration = Duration::from_millis(40);

/// Watches as long as it lives.
pub type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Calls `changed` with the files that changed, from a thread of its own, after each change at any depth in `folders`
/// or directly in one of `flat`. Those that don't exist are not watched.
///
/// # Errors
/// When the system can't watch, such as when a limit on watches is used up.
pub fn watch(
    folders: &[PathBuf],
    flat: &[PathBuf],
    mut changed: impl FnMut(Vec<PathBuf>) + Send + 'static,
) -> Result<Watcher> {
    // A file in a folder's folder belongs to the inner one.
    let bases = [folders, flat].concat();
    let mut watcher = new_debouncer(TOGETHER, None, move |events: DebounceEventResult| {
        let files: Vec<_> = events
            .unwrap_or_default()
            .into_iter()
            // Reading a file is an event too, and building the book reads them all.
            .filter(|event| !matches!(event.kind, EventKind::Access(_) | EventKind::Other))
            .flat_map(|event| event.event.paths)
            // The workbook itself may lie in a folder named `target`: only what is below the watched one counts.
            .filter(|path| matters(bases.iter().find_map(|base| path.strip_prefix(base).ok()).unwrap_or(path)))
            .collect();
        if !files.is_empty() {
            changed(files);
        }
    })
    .context("can't watch for changes")?;
    for (paths, mode) in [(folders, RecursiveMode::Recursive), (flat, RecursiveMode::NonRecursive)] {
        for path in paths.iter().filter(|path| path.is_dir()) {
            watcher.watch(path, mode).with_context(|| format!("can't watch {}", path.display()))?;
        }
    }
    Ok(watcher)
}

/// Whether a change to this file can matter: build folders and editors' own files can't.
fn matters(path: &Path) -> bool {
    let hidden = |part: Component| {
        let name = part.as_os_str().to_string_lossy();
        name == "target" || name == ".git" || name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".bak")
    };
    !path.components().any(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, sync::mpsc};

    #[test]
    fn a_saved_file_is_noticed_and_a_read_one_is_not() {
        let dir = tempfile::Builder::new().prefix("watched").tempdir().unwrap();
        let file = dir.path().join("chapter.md");
        fs::write(&file, "before").unwrap();
        let (sender, changes) = mpsc::channel();
        let _watcher = watch(&[dir.path().into()], &[], move |files| sender.send(files).unwrap()).unwrap();

        fs::read(&file).unwrap();
        assert!(changes.recv_timeout(Duration::from_millis(300)).is_err(), "reading is no change");

        fs::write(&file, "after").unwrap();
        let files = changes.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(files.iter().any(|path| path.ends_with("chapter.md")), "{files:?}");
    }

    #[test]
    fn build_folders_and_backups_do_not_matter() {
        for path in ["/b/target/x.rs", "/b/.git/index", "/b/src/lib.rs~", "/b/.x.md.swp", "/b/src/lib.rs.1.bak"] {
            assert!(!matters(Path::new(path)), "{path}");
        }
        assert!(matters(Path::new("/b/src/threads/threads.md")));
    }
}
