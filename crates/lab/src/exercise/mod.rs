//! What an exercise is: a crate in `exercises/` whose `Cargo.toml` says where in the book it belongs, with a stub, a
//! check, three hints, and apart from it a reference answer.

mod fingerprint;
mod hints;
mod metadata;

pub use fingerprint::fingerprint;
pub use hints::hints;
#[cfg(test)]
pub use metadata::Level;
pub use metadata::Metadata;

use crate::{chapters::chapters, checkout::Checkout, suggest};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One exercise.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Its crate's name, which is its folder's.
    pub slug: String,
    /// Its folder.
    pub dir: PathBuf,
    /// What its `Cargo.toml` says about it.
    pub about: Metadata,
}

impl Exercise {
    /// The learner's text.
    pub fn answer(&self) -> PathBuf {
        self.dir.join("src/lib.rs")
    }

    /// The judge.
    pub fn check(&self) -> PathBuf {
        self.dir.join("tests/check.rs")
    }

    /// The folder of the reference answer.
    ///
    /// # Errors
    /// When it isn't there: a teacher may hand out the workbook without it.
    pub fn solution(&self) -> Result<PathBuf> {
        let folder = self.reference("src");
        if !folder.is_dir() {
            let slug = &self.slug;
            bail!("the answer to {slug} isn't here: exercises/solutions/{slug} was left out of this workbook");
        }
        Ok(folder)
    }

    /// A file of the folder that holds what the learner is not meant to look at yet.
    pub fn reference(&self, file: &str) -> PathBuf {
        // `exercises/solutions/<slug>`, beside `exercises/<slug>`.
        self.dir.parent().unwrap_or(Path::new("")).join("solutions").join(&self.slug).join(file)
    }
}

/// All exercises, in the order of the book, then of their positions in the chapter.
///
/// # Errors
/// When the folder, an exercise's `Cargo.toml` or `SUMMARY.md` can't be read or makes no sense.
pub fn exercises(checkout: &Checkout) -> Result<Vec<Exercise>> {
    let folder = checkout.path("exercises");
    let mut exercises = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("can't read {}", folder.display()))? {
        let dir = entry?.path();
        let manifest = dir.join("Cargo.toml");
        let Some(slug) = dir.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        if slug == "solutions" || !manifest.is_file() {
            continue;
        }
        let about = Metadata::read(&manifest).with_context(|| format!("{} is broken", checkout.short(&manifest)))?;
        exercises.push(Exercise { slug, dir, about });
    }
    let order = chapters(checkout)?;
    exercises.sort_by_cached_key(|exercise| {
        // A chapter that isn't in the book comes last.
        let chapter = order.iter().position(|chapter| chapter.path == exercise.about.chapter).unwrap_or(usize::MAX);
        (chapter, exercise.about.chapter.clone(), exercise.about.position, exercise.slug.clone())
    });
    Ok(exercises)
}

/// The exercise of this name.
///
/// # Errors
/// As [`exercises`]; wrong usage, with the likeliest name, when there is none of this name.
pub fn find(checkout: &Checkout, name: &str) -> Result<Exercise> {
    let exercises = exercises(checkout)?;
    match exercises.iter().find(|exercise| exercise.slug == name) {
        Some(exercise) => Ok(exercise.clone()),
        None => Err(suggest::unknown("exercise", name, exercises.iter().map(|e| e.slug.as_str())).into()),
    }
}
