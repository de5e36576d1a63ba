//! The files of the workbook, as the book may use them.

use crate::{litter::is_litter, shelf::Shelf};
use record::Records;
use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    fs,
    path::{Component, Path, PathBuf},
    rc::Rc,
};
use workbook::Crate;

/// The workbook's root, read at most once per build.
pub struct House {
    root: PathBuf,
    src: PathBuf,
    reference: Option<String>,
    files: RefCell<HashMap<PathBuf, Option<Rc<str>>>>,
    crates: OnceCell<Vec<Crate>>,
    shelf: OnceCell<Result<Shelf, String>>,
    yours: OnceCell<Option<Records>>,
}

impl House {
    /// `root` holds `book.toml`; `src` is the chapters' folder in it; `reference` names the folder of `benches/record`
    /// that the book's numbers come from.
    pub fn new(root: &Path, src: &Path, reference: Option<String>) -> Self {
        let (files, crates, shelf, yours) = Default::default();
        Self { root: root.to_owned(), src: src.to_owned(), reference, files, crates, shelf, yours }
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

    /// The names of the exercises, in order; none where the workbook lists none.
    pub fn exercises(&self) -> Vec<String> {
        let mut names = workbook::exercises(&self.root).unwrap_or_default();
        names.sort();
        names
    }

    /// The workbook's crates; none where it lists none.
    pub fn crates(&self) -> &[Crate] {
        self.crates.get_or_init(|| workbook::crates(&self.root).unwrap_or_default())
    }

    /// The crate that a file belongs to, and the file's path from there; `file` is a path from the root.
    pub fn crate_of<'a>(&self, file: &'a Path) -> Option<(&Crate, &'a Path)> {
        self.crates_around(file).min_by_key(|(_, rest)| rest.components().count())
    }

    /// As [`crate_of`](Self::crate_of), and where that crate lies in another, this one, too.
    pub fn crates_around<'a>(&self, file: &'a Path) -> impl Iterator<Item = (&Crate, &'a Path)> {
        self.crates().iter().filter_map(move |it| Some((it, file.strip_prefix(&it.folder).ok()?)))
    }

    /// Every file of the tree that a compiler and a test see, its path from the root.
    pub fn tested(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for it in self.crates() {
            for part in ["src", "examples", "benches"] {
                self.walk(&it.folder.join(part), &mut files);
            }
        }
        for name in self.exercises() {
            self.walk(&Path::new("exercises").join(&name), &mut files);
            self.walk(&Path::new("exercises/solutions").join(&name), &mut files);
        }
        self.walk(Path::new("benches"), &mut files);
        files.sort();
        files
    }

    fn walk(&self, folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(self.at(folder)).into_iter().flatten().flatten() {
            let path = folder.join(entry.file_name());
            match entry.file_type() {
                _ if is_litter(&entry.file_name()) => {}
                Ok(kind)
                    if kind.is_dir() && !["target", "record", "attempts"].iter().any(|skip| path.ends_with(skip)) =>
                {
                    self.walk(&path, files);
                }
                Ok(kind) if kind.is_file() => files.push(path),
                _ => {}
            }
        }
    }

    /// All records that the book may quote.
    ///
    /// # Errors
    /// When `book.toml` names no reference, or one can't be read.
    pub fn shelf(&self) -> Result<&Shelf, String> {
        let read = || {
            let name =
                self.reference.as_ref().ok_or("book.toml names no reference record: [preprocessor.weave] reference")?;
            Shelf::read(&self.at(Path::new("benches/record")), name)
        };
        self.shelf.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// The reference record.
    ///
    /// # Errors
    /// As [`shelf`](Self::shelf).
    pub fn records(&self) -> Result<&Records, String> {
        Ok(self.shelf()?.reference())
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
