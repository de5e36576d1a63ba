//! Noticing changes where the system doesn't tell of them: by looking at every file, again and again.
//!
//! notify's `PollWatcher` compares whole seconds and only forwards: it would miss the second of two saves in a second,
//! and a file put back that is older.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, SystemTime},
};
use walkdir::WalkDir;
use weave::litter::is_litter;

/// Looks as long as it lives.
pub struct Poll {
    // The thread ends when this is gone.
    _alive: mpsc::Sender<()>,
}

impl Poll {
    /// Calls `changed` from a thread of its own with the files that are different from `every` to `every`: at any depth
    /// in `folders`, directly in `flat`.
    pub fn start(
        folders: &[PathBuf],
        flat: &[PathBuf],
        every: Duration,
        mut changed: impl FnMut(Vec<PathBuf>) + Send + 'static,
    ) -> Self {
        let (folders, flat) = (folders.to_vec(), flat.to_vec());
        let (alive, ended) = mpsc::channel();
        // The first look is taken before anything is made from the files.
        let mut before = look(&folders, &flat);
        thread::spawn(move || {
            while ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                let now = look(&folders, &flat);
                let files = differences(&before, &now);
                before = now;
                if !files.is_empty() {
                    changed(files);
                }
            }
        });
        Self { _alive: alive }
    }
}

/// Every file, with when it was written and how long it is.
type Look = HashMap<PathBuf, (Option<SystemTime>, u64)>;

fn look(folders: &[PathBuf], flat: &[PathBuf]) -> Look {
    let deep = folders.iter().map(|folder| (folder, usize::MAX));
    let all = deep.chain(flat.iter().map(|folder| (folder, 1))).flat_map(|(folder, depth)| {
        let walk = WalkDir::new(folder).max_depth(depth).follow_links(true);
        // What can't be read, or leads nowhere, is as good as gone.
        let entries = walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_litter(entry.file_name()));
        entries.filter_map(Result::ok)
    });
    let files = all.filter(|entry| entry.file_type().is_file());
    files
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            Some((entry.into_path(), (about.modified().ok(), about.len())))
        })
        .collect()
}

/// Files that are new, gone or written to, in order.
fn differences(before: &Look, now: &Look) -> Vec<PathBuf> {
    let written = now.iter().filter(|(path, about)| before.get(*path) != Some(about)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let mut files: Vec<_> = written.chain(gone).cloned().collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn new_changed_and_deleted_files_are_seen_and_litter_is_not() {
        let folder = tempfile::Builder::new().prefix("looked-at").tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| {
            fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            fs::write(path(name), text).unwrap();
        };
        let now = || look(&[path("deep")], &[folder.path().into()]);
        for name in ["a.md", "deep/in/b.md", "other/c.md", "deep/target/d.rs"] {
            write(name, "one");
        }
        let first = now();
        for name in ["deep/in/b.md", "deep/new.md", "other/c.md", "deep/target/d.rs", "deep/.new.md.swp"] {
            write(name, "longer");
        }
        fs::remove_file(path("a.md")).unwrap();
        let second = now();
        assert_eq!(differences(&first, &second), ["a.md", "deep/in/b.md", "deep/new.md"].map(path));

        // Of the same length, and older than what was there.
        let old = SystemTime::UNIX_EPOCH + Duration::new(1, 5);
        fs::File::options().write(true).open(path("deep/new.md")).unwrap().set_modified(old).unwrap();
        assert_eq!(differences(&second, &now()), [path("deep/new.md")]);
        assert_eq!(differences(&second, &second), Vec::<PathBuf>::new());
    }
}
