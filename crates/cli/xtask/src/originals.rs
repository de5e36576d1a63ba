//! `cargo xtask originals [SLUG…]`: takes the exercises as they lie there now for what is handed out.
//!
//! `exercises/originals/<slug>` is a copy of `exercises/<slug>`. `lab reset` puts it back, and `lab check` compares the
//! judge with it: a reader's git may hold anything, and a reader may have no git at all.

use crate::verify::exercise::{self, Exercise, entries};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Which exercises to take.
#[derive(clap::Args)]
pub struct Args {
    /// Only these; all of them without any
    #[arg(value_name = "SLUG")]
    slugs: Vec<String>,
}

/// Copies what differs, and says so. Exit code 2 for an unknown exercise.
///
/// # Errors
/// When a file can't be read or written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let mut exercises = exercise::all()?;
    for slug in &args.slugs {
        if let Some(advice) = exercise::unknown(slug, &exercises) {
            eprintln!("error: {advice}");
            return Ok(ExitCode::from(2));
        }
    }
    exercises.retain(|exercise| args.slugs.is_empty() || args.slugs.contains(&exercise.slug));
    for exercise in &exercises {
        let differences = differences(exercise)?;
        if differences.is_empty() {
            continue;
        }
        let now = files(&exercise.folder)?;
        if exercise.original.exists() {
            fs::remove_dir_all(&exercise.original).with_context(|| format!("{}", exercise.original.display()))?;
        }
        for (path, text) in now {
            let path = exercise.original.join(path);
            fs::create_dir_all(path.parent().expect("it lies in a folder"))?;
            fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
        }
        println!("{}: {}", exercise.slug, differences.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// The files, from the exercise's folder, in which it and its original differ.
///
/// # Errors
/// When one of them can't be read.
pub fn differences(exercise: &Exercise) -> Result<Vec<String>> {
    let (now, original) = (files(&exercise.folder)?, files(&exercise.original)?);
    let all: BTreeSet<_> = now.keys().chain(original.keys()).collect();
    let differ = all.into_iter().filter(|path| now.get(*path) != original.get(*path));
    Ok(differ.map(|path| path.to_string_lossy().replace('\\', "/")).collect())
}

/// What is handed out of an exercise's folder, by its path in there: all but a reader's backups and attempts.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let (mut files, mut rest) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(path) = rest.pop() {
        if path.is_dir() && path.ends_with("attempts") {
            continue;
        } else if path.is_dir() {
            rest.extend(entries(&path)?);
        } else if path.is_file() && path.extension().is_none_or(|end| end != "bak") {
            let text = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
            files.insert(path.strip_prefix(folder)?.to_owned(), text);
        }
    }
    Ok(files)
}
