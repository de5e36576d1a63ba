//! What an exercise's manifest says of it.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::{fmt, fs, path::Path};

/// `[package.metadata.lab]` of an exercise.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// The chapter it belongs to, as a path under `src/` without `.md`.
    pub chapter: String,
    /// Its place among that chapter's exercises, from 1.
    pub position: u32,
    /// What people call it.
    pub title: String,
    /// About how long it takes.
    pub minutes: u32,
    /// How hard it is.
    pub level: Level,
    /// What its check needs that not every machine has, such as `gpu`.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether `cargo xtask verify` must optimise it; every reader's build does.
    #[serde(default)]
    pub optimised: bool,
    /// Where threads are its subject: what ThreadSanitizer makes of its check.
    pub tsan: Option<Tsan>,
    /// Where its check plays MPI: what real ranks are to do with it.
    pub ranks: Option<Ranks>,
}

/// What real ranks do with an answer, by the program `answers` of `crates/mpi`, which has a feature of the exercise's
/// name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranks {
    /// How many there are, in one run after another.
    pub numbers: Vec<usize>,
    /// Where one of them is to be lost: in these steps, in one run after another, all of which save into one folder. A
    /// last run, in which none is lost, must then print what one prints that never lost any.
    #[serde(default)]
    pub deaths: Vec<u64>,
}

/// What ThreadSanitizer makes of an exercise's check.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Tsan {
    /// It watches it.
    Watched {
        /// All but these tests, by their names or a part of them, as the harness takes it.
        #[serde(default)]
        skip: Vec<String>,
    },
    /// It can't, for this reason.
    Left(String),
}

/// How hard an exercise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// One idea, a few lines.
    Easy,
    /// An idea from the chapter, put to work.
    Medium,
    /// Several ideas together.
    Hard,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Level::Easy => "easy",
            Level::Medium => "medium",
            Level::Hard => "hard",
        })
    }
}

/// The rest of `Cargo.toml` is cargo's business.
#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    metadata: Tools,
}

#[derive(Deserialize)]
struct Tools {
    lab: Metadata,
}

impl Metadata {
    /// Reads it from a `Cargo.toml`.
    ///
    /// # Errors
    /// When the file can't be read or lacks one of the fields.
    pub fn read(manifest: &Path) -> Result<Self> {
        Self::of(&fs::read_to_string(manifest)?)
    }

    /// Reads it from the text of a `Cargo.toml`.
    ///
    /// # Errors
    /// When the text lacks one of the fields.
    pub fn of(text: &str) -> Result<Self> {
        let manifest: Manifest =
            toml::from_str(text).context("[package.metadata.lab] needs chapter, position, title, minutes and level")?;
        Ok(manifest.package.metadata.lab)
    }
}
