//! Processes that share work: who was born, who did what, and who met whom.

use crate::rest;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// How many turns to wait for other processes: the system starts them in its own time.
const PATIENCE: u32 = 1000;

/// A folder in which processes sign for what they do, and in which they can meet.
///
/// What [`SlowMotion`](crate::SlowMotion) is for threads, more simply: processes see no memory of each other, so they
/// sign in files. The check makes a folder and sends its path to the work; the work opens it ([`Roster::at`]) and
/// signs.
///
/// ```no_run
/// use std::path::PathBuf;
/// use witness::Roster;
///
/// // In the child process, as part of the job it is given:
/// fn job(roster: PathBuf, item: usize) -> usize {
///     let roster = Roster::at(roster);
///     roster.sign(item);
///     roster.meet(2);
///     item * item
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Roster {
    folder: PathBuf,
}

/// A process did an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    /// The process's number, as the system gave it.
    pub process: u32,
    /// What it did.
    pub item: usize,
}

impl Roster {
    /// `folder` must exist.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Where it is, to be sent to other processes.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The calling process signs for `item`. What is signed stays, even if the process is killed right after.
    ///
    /// # Panics
    /// If the folder can't be written.
    pub fn sign(&self, item: usize) {
        let mine = self.folder.join(format!("{}.signed", process::id()));
        let write =
            || OpenOptions::new().create(true).append(true).open(&mine)?.write_all(format!("{item}\n").as_bytes());
        let written: io::Result<()> = write();
        written.unwrap_or_else(|error| panic!("can't sign in {}: {error}", mine.display()));
    }

    /// Waits until `processes` different processes are in here at the same time, and says whether that happened. Once
    /// they have met, or once somebody has waited some seconds in vain, it returns at once.
    ///
    /// # Panics
    /// If the folder can't be read or written.
    pub fn meet(&self, processes: usize) -> bool {
        let (met, missed) = (self.folder.join("met"), self.folder.join("missed"));
        let touch = |path: &Path| {
            fs::write(path, "").unwrap_or_else(|error| panic!("can't write {}: {error}", path.display()));
        };
        touch(&self.folder.join(format!("{}.here", process::id())));
        // Everybody who is here stays until the meeting is over, so all who are found are here at the same time.
        for turn in 0..PATIENCE {
            if met.exists() {
                return true;
            }
            if missed.exists() {
                return false;
            }
            if self.names(".here").len() >= processes {
                touch(&met);
                return true;
            }
            rest::wait(turn);
        }
        touch(&missed);
        false
    }

    /// Whether [`Roster::meet`] brought the processes together.
    pub fn met(&self) -> bool {
        self.folder.join("met").exists()
    }

    /// Everything that was signed for, by process.
    pub fn signatures(&self) -> Vec<Signature> {
        let signed = |process| {
            let text = fs::read_to_string(self.folder.join(format!("{process}.signed"))).unwrap_or_default();
            let items: Vec<usize> = text.lines().filter_map(|line| line.parse().ok()).collect();
            items.into_iter().map(move |item| Signature { process, item })
        };
        self.names(".signed").into_iter().flat_map(signed).collect()
    }

    /// The processes that signed. Their number is how many were born to work.
    pub fn processes(&self) -> BTreeSet<u32> {
        self.names(".signed")
    }

    fn names(&self, ending: &str) -> BTreeSet<u32> {
        let folder =
            fs::read_dir(&self.folder).unwrap_or_else(|error| panic!("can't read {}: {error}", self.folder.display()));
        folder.flatten().filter_map(|entry| entry.file_name().to_str()?.strip_suffix(ending)?.parse().ok()).collect()
    }
}
