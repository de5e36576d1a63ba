//! What an exercise is: a crate in `exercises/` whose `Cargo.toml` says where in the book it belongs, with a stub, a
//! check, three hints, and apart from it a reference answer.

mod fingerprint;
mod hints;
mod metadata;

pub use fingerprint::{Fingerprint, fingerprint};
pub use hints::hints;
pub use metadata::{Level, Metadata, Tsan};

use crate::{chapters::chapters, checkout::Checkout, outcome::WrongUsage, suggest};
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
        self.beside("solutions").join(file)
    }

    /// The exercise as it was handed out: the stub in `src`, the judge in `tests`, `Cargo.toml` and all else. Kept
    /// apart from the exercise, for git would give back whatever the learner has committed.
    pub fn original(&self) -> PathBuf {
        self.beside("originals")
    }

    /// `exercises/<folder>/<slug>`, beside `exercises/<slug>`.
    fn beside(&self, folder: &str) -> PathBuf {
        self.dir.parent().unwrap_or(Path::new("")).join(folder).join(&self.slug)
    }
}

/// All exercises, in the order of the book, then of their positions in the chapter.
///
/// # Errors
/// When the folder, an exercise's `Cargo.toml` or `SUMMARY.md` can't be read or makes no sense.
pub fn exercises(checkout: &Checkout) -> Result<Vec<Exercise>> {
    let mut exercises = Vec::new();
    for slug in workbook::exercises(checkout.root())? {
        let dir = checkout.path("exercises").join(&slug);
        let manifest = dir.join("Cargo.toml");
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

/// The exercise of exactly this name; `None` where there is none. Looks at no other exercise.
///
/// # Errors
/// When the workbook's manifest or the exercise's can't be read or makes no sense.
pub fn named(checkout: &Checkout, slug: &str) -> Result<Option<Exercise>> {
    if !workbook::exercises(checkout.root())?.iter().any(|known| known == slug) {
        return Ok(None);
    }
    let dir = checkout.path("exercises").join(slug);
    let manifest = dir.join("Cargo.toml");
    let about = Metadata::read(&manifest).with_context(|| format!("{} is broken", checkout.short(&manifest)))?;
    Ok(Some(Exercise { slug: slug.into(), dir, about }))
}

/// The exercise of this name.
///
/// # Errors
/// As [`exercises`]; wrong usage, with the likeliest name, when there is none of this name.
pub fn find(checkout: &Checkout, name: &str) -> Result<Exercise> {
    let exercises = exercises(checkout)?;
    match exercises.iter().find(|exercise| exercise.slug == name) {
        Some(exercise) => Ok(exercise.clone()),
        None => match stranger(checkout, name, &exercises) {
            Some(advice) => Err(WrongUsage(advice).into()),
            None => Err(suggest::unknown("exercise", name, exercises.iter().map(|e| e.slug.as_str())).into()),
        },
    }
}

/// What to say of a folder in `exercises/` that is none of them, such as a copy.
fn stranger(checkout: &Checkout, name: &str, exercises: &[Exercise]) -> Option<String> {
    if name.is_empty() || name.contains(['/', '\\', '.']) {
        return None;
    }
    let text = fs::read_to_string(checkout.path("exercises").join(name).join("Cargo.toml")).ok()?;
    let manifest: toml::Table = text.parse().ok()?;
    let package = manifest.get("package")?.get("name")?.as_str()?;
    // A copy keeps its original's name, or its place in the book.
    let about = Metadata::of(&text).ok();
    let copied = exercises.iter().find(|exercise| exercise.slug == package).or_else(|| {
        let about = about?;
        exercises.iter().find(|e| (&e.about.chapter, e.about.position) == (&about.chapter, about.position))
    });
    Some(match copied {
        Some(Exercise { slug, .. }) => format!(
            "exercises/{name} is a copy of {slug}, and no part of the workbook. A second attempt is kept beside the first \
             with: cargo lab attempt {slug} {name}"
        ),
        None => format!(
            "exercises/{name} is no part of the workbook: the root's Cargo.toml does not list it among its members"
        ),
    })
}
