use crate::checkout::Checkout;
use anyhow::{Context, Result};
use judge::Verdict;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, io::Write, path::PathBuf};
use tempfile::NamedTempFile;

/// The last result of every exercise, with the fingerprint of what was judged. It may be thrown away at any time, so a
/// file that can't be read counts as empty.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Entry {
    fingerprint: String,
    state: State,
}

/// How an exercise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its check passed, and nothing has changed since.
    Passed,
    /// Its check did not pass, and nothing has changed since.
    Failed,
    /// This machine lacks what its check needs.
    Skipped,
    /// Not checked since it, or something it depends on, last changed.
    Unchecked,
}

impl From<&Verdict> for State {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Passed => State::Passed,
            Verdict::Skipped { .. } => State::Skipped,
            _ => State::Failed,
        }
    }
}

impl Cache {
    /// What was remembered for this workbook.
    ///
    /// # Errors
    /// When `lab`'s folder can't be made.
    pub fn of(checkout: &Checkout) -> Result<Self> {
        let path = checkout.state()?.join("checks.json");
        let entries = fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        Ok(Self { path, entries })
    }

    /// How `exercise` stands, whose fingerprint is now this.
    pub fn state(&self, exercise: &str, fingerprint: &str) -> State {
        match self.entries.get(exercise) {
            Some(entry) if entry.fingerprint == fingerprint => entry.state,
            _ => State::Unchecked,
        }
    }

    /// Remembers a result, on disk.
    ///
    /// # Errors
    /// When it can't be written. What was remembered before is then still there.
    pub fn remember(mut self, exercise: &str, fingerprint: &str, state: State) -> Result<()> {
        self.entries.insert(exercise.into(), Entry { fingerprint: fingerprint.into(), state });
        let write = || -> Result<()> {
            let mut file = NamedTempFile::new_in(self.path.parent().context("no folder")?)?;
            file.write_all(&serde_json::to_vec_pretty(&self.entries)?)?;
            file.persist(&self.path)?;
            Ok(())
        };
        write().with_context(|| format!("can't write {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn checkout() -> (TempDir, Checkout) {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("Cargo.toml"), "").unwrap();
        let checkout = Checkout::open(Some(dir.path().into())).unwrap();
        (dir, checkout)
    }

    #[test]
    fn a_result_holds_until_something_changes() {
        let (_dir, checkout) = checkout();
        Cache::of(&checkout).unwrap().remember("wedges", "abc", State::Passed).unwrap();
        let cache = Cache::of(&checkout).unwrap();
        assert_eq!(cache.state("wedges", "abc"), State::Passed);
        assert_eq!(cache.state("wedges", "abd"), State::Unchecked);
        assert_eq!(cache.state("other", "abc"), State::Unchecked);
    }

    #[test]
    fn a_broken_file_counts_as_empty_and_is_replaced() {
        let (_dir, checkout) = checkout();
        fs::write(checkout.state().unwrap().join("checks.json"), "{\"wedges\": 3").unwrap();
        let cache = Cache::of(&checkout).unwrap();
        assert_eq!(cache.state("wedges", "abc"), State::Unchecked);
        cache.remember("wedges", "abc", State::Skipped).unwrap();
        assert_eq!(Cache::of(&checkout).unwrap().state("wedges", "abc"), State::Skipped);
    }
}
