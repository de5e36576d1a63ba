//! The files of the workbook, as the book may use them.

use record::Records;
use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    fs,
    path::{Component, Path, PathBuf},
    rc::Rc,
};

/// The workbook's root, read at most once per build.
pub struct House {
    root: PathBuf,
    src: PathBuf,
    reference: Option<String>,
    files: RefCell<HashMap<PathBuf, Option<Rc<str>>>>,
    records: OnceCell<Result<Records, String>>,
    yours: OnceCell<Option<Records>>,
}

impl House {
    /// `root` holds `book.toml`; `src` is the chapters' folder in it; `reference` names the folder of
    /// `benches/record` that the book's numbers come from.
    pub fn new(root: &Path, src: &Path, reference: Option<String>) -> Self {
        let (files, records, yours) = Default::default();
        Self { root: root.to_owned(), src: src.to_owned(), reference, files, records, yours }
    }

    /// The chapters' folder, from the root.
    pub fn src(&self) -> &Path {
        &self.src
    }

    /// Where a path from the root lies on this machine.
    pub fn at(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file, its path from the root; `None` where there is none, or it is not text.
    pub fn text(&self, path: &Path) -> Option<Rc<str>> {
        if let Some(known) = self.files.borrow().get(path) {
            return known.clone();
        }
        // Line ends as in the repository, whatever the checkout made of them.
        let text = fs::read_to_string(self.at(path)).ok().map(|text| Rc::from(text.replace("\r\n", "\n")));
        self.files.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }

    /// The names of the folders in a folder, in order; none where there is no such folder.
    pub fn folders(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.at(Path::new(path))).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut names: Vec<_> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// Every file of the tree that a compiler and a test see, its path from the root.
    pub fn tested(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for name in self.folders("crates") {
            for part in ["src", "examples", "benches"] {
                self.walk(&Path::new("crates").join(&name).join(part), &mut files);
            }
        }
        self.walk(Path::new("exercises"), &mut files);
        self.walk(Path::new("benches"), &mut files);
        files.sort();
        files
    }

    fn walk(&self, folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(self.at(folder)).into_iter().flatten().flatten() {
            let path = folder.join(entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !["target", "record"].iter().any(|skip| path.ends_with(skip)) => {
                    self.walk(&path, files);
                }
                Ok(kind) if kind.is_file() => files.push(path),
                _ => {}
            }
        }
    }

    /// The reference record.
    ///
    /// # Errors
    /// When `book.toml` names none, or it can't be read.
    pub fn records(&self) -> Result<&Records, String> {
        let read = || {
            let name =
                self.reference.as_ref().ok_or("book.toml names no reference record: [preprocessor.weave] reference")?;
            Records::read(&self.at(&Path::new("benches/record").join(name))).map_err(|e| e.to_string())
        };
        self.records.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// The reader's own record, where there is one that can be read: a run cut short must not take the book away.
    pub fn yours(&self) -> Option<&Records> {
        let read = || {
            let yours = Records::read(&self.at(Path::new("benches/record/yours"))).ok()?;
            // One from before a race told its variants' ways is read as if it had.
            Some(match self.records() {
                Ok(reference) => yours.told_by(reference),
                Err(_) => yours,
            })
        };
        self.yours.get_or_init(read).as_ref()
    }
}

/// A path without `.` and `..`; `None` if it leads out of where it starts.
pub fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => normal.push(part),
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(normal)
}

/// A path as readers type it: with forward slashes.
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_house() {
        assert_eq!(normal(Path::new("src/threads/../../crates/./a.rs")), Some("crates/a.rs".into()));
        assert_eq!(normal(Path::new("src/../../etc/passwd")), None);
        assert_eq!(normal(Path::new("/etc/passwd")), None);
    }
}
