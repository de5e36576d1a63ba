//! Noticing that files change.

mod mounts;
mod poll;

use notify_debouncer_full::{
    DebounceEventResult, RecommendedCache, new_debouncer_opt,
    notify::{self, EventKind, RecommendedWatcher, RecursiveMode},
};
use poll::Poll;
use std::{
    any::Any,
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};
use weave::litter::is_litter;

/// An editor's save is several changes to the file system within a few milliseconds: they count as one.
const TOGETHER: Duration = Duration::from_millis(40);
/// How often the files are looked at where the system doesn't tell of changes.
const LOOK: Duration = Duration::from_secs(1);

/// Watches as long as it lives.
pub struct Watcher {
    _watches: Box<dyn Any>,
    /// Why it looks at the files instead of waiting to be told, if it does.
    pub looks: Option<Why>,
}

/// Why the files are looked at every second.
#[derive(Debug)]
pub enum Why {
    /// The reader wants it.
    Asked,
    /// They lie on a file system of this type, which may be written to from elsewhere.
    Shared(PathBuf, String),
    /// The system can't watch, such as when a limit on watches is used up.
    Refused(notify::Error),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("watching by looking at the files every second, because ")?;
        match self {
            Self::Asked => f.write_str("--poll asks for it"),
            Self::Shared(folder, kind) => {
                write!(f, "{} lies on {kind}: what is written from outside isn't told in here", folder.display())
            }
            Self::Refused(error) => {
                // What it was about, one or a thousand paths, says nothing.
                let error = match &error.kind {
                    notify::ErrorKind::MaxFilesWatch => "all watches it gives one user are taken".to_owned(),
                    notify::ErrorKind::Io(error) => error.to_string(),
                    _ => error.to_string(),
                };
                write!(f, "the system won't tell of changes ({error})")?;
                if cfg!(target_os = "linux") {
                    f.write_str("; `sysctl fs.inotify` shows its limits")?;
                }
                Ok(())
            }
        }
    }
}

/// Calls `changed` with the files that changed, from a thread of its own, after each change at any depth in `folders`
/// or directly in one of `flat`. Those that don't exist are not watched. What editors leave lying about doesn't count.
///
/// Where the system can't tell of changes, or with `poll`, it looks at the files instead.
pub fn watch(
    folders: &[PathBuf],
    flat: &[PathBuf],
    poll: bool,
    changed: impl FnMut(Vec<PathBuf>) + Send + Clone + 'static,
) -> Watcher {
    let far = folders.iter().chain(flat).find_map(|folder| Some(Why::Shared(folder.clone(), mounts::shared(folder)?)));
    watch_by::<RecommendedWatcher>(folders, flat, if poll { Some(Why::Asked) } else { far }, changed)
}

/// By the system's watcher `W`, unless there is a reason not to.
fn watch_by<W: notify::Watcher + 'static>(
    folders: &[PathBuf],
    flat: &[PathBuf],
    why: Option<Why>,
    changed: impl FnMut(Vec<PathBuf>) + Send + Clone + 'static,
) -> Watcher {
    let why = match why {
        Some(why) => why,
        None => match told::<W>(folders, flat, changed.clone()) {
            Ok(watches) => return Watcher { _watches: watches, looks: None },
            Err(error) => Why::Refused(error),
        },
    };
    Watcher { _watches: Box::new(Poll::start(folders, flat, LOOK, changed)), looks: Some(why) }
}

/// Has the system tell of changes.
fn told<W: notify::Watcher + 'static>(
    folders: &[PathBuf],
    flat: &[PathBuf],
    mut changed: impl FnMut(Vec<PathBuf>) + Send + 'static,
) -> notify::Result<Box<dyn Any>> {
    // A file in a folder's folder belongs to the inner one.
    let bases = [folders, flat].concat();
    let on_events = move |events: DebounceEventResult| {
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
    };
    let config = notify::Config::default();
    let mut watcher = new_debouncer_opt::<_, W, _>(TOGETHER, None, on_events, RecommendedCache::new(), config)?;
    for (paths, mode) in [(folders, RecursiveMode::Recursive), (flat, RecursiveMode::NonRecursive)] {
        for path in paths.iter().filter(|path| path.is_dir()) {
            watcher.watch(path, mode)?;
        }
    }
    Ok(Box::new(watcher))
}

/// Whether a change to this file can matter: build folders and editors' own files can't.
fn matters(path: &Path) -> bool {
    !path.iter().any(is_litter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, io, sync::mpsc};

    /// A system that watches nothing.
    #[derive(Debug)]
    struct Refuses;

    impl notify::Watcher for Refuses {
        fn new<F: notify::EventHandler>(_: F, _: notify::Config) -> notify::Result<Self> {
            Err(notify::Error::io(io::Error::from_raw_os_error(24)))
        }

        fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
            unreachable!("there is none")
        }

        fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
            unreachable!("there is none")
        }

        fn kind() -> notify::WatcherKind {
            notify::WatcherKind::NullWatcher
        }
    }

    #[test]
    fn a_saved_file_is_noticed_and_a_read_one_is_not() {
        let dir = tempfile::Builder::new().prefix("watched").tempdir().unwrap();
        let file = dir.path().join("chapter.md");
        fs::write(&file, "before").unwrap();
        let (sender, changes) = mpsc::channel();
        let folders = [dir.path().into()];
        let watcher = watch_by::<RecommendedWatcher>(&folders, &[], None, move |files| sender.send(files).unwrap());
        assert!(watcher.looks.is_none(), "{:?}", watcher.looks);

        fs::read(&file).unwrap();
        assert!(changes.recv_timeout(Duration::from_millis(300)).is_err(), "reading is no change");

        fs::write(&file, "after").unwrap();
        let files = changes.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(files.iter().any(|path| path.ends_with("chapter.md")), "{files:?}");
    }

    #[test]
    fn where_the_system_refuses_the_files_are_looked_at_with_a_word() {
        let dir = tempfile::Builder::new().prefix("watched").tempdir().unwrap();
        let file = dir.path().join("chapter.md");
        fs::write(&file, "before").unwrap();
        let (sender, changes) = mpsc::channel();
        let watcher = watch_by::<Refuses>(&[dir.path().into()], &[], None, move |files| sender.send(files).unwrap());
        let why = watcher.looks.as_ref().unwrap().to_string();
        assert!(why.contains("every second, because the system won't tell of changes (Too many open files"), "{why}");
        fs::write(&file, "afterwards").unwrap();
        assert_eq!(changes.recv_timeout(Duration::from_secs(20)).unwrap(), [file]);
    }

    #[test]
    fn build_folders_and_backups_do_not_matter() {
        for path in ["b/target/x.rs", "b/.git/index", "b/src/lib.rs~", "b/.x.md.swp", "b/src/lib.rs.1.bak"] {
            assert!(!matters(Path::new(path)), "{path}");
        }
        assert!(matters(Path::new("b/src/threads/threads.md")));
    }
}
