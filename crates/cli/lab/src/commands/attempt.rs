//! `lab attempt`: a second answer beside the first.

use crate::{
    checkout::Checkout,
    cli,
    exercise::{Exercise, find},
    kept::{replace, texts, write_new},
    outcome::{Outcome, WrongUsage},
    say,
    style::{FAINT, GOOD, TYPE, paint},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// What the text is called that a reader wrote before ever naming an attempt.
const FIRST: &str = "first";

/// The texts of an attempt, by their paths in `src/`.
type Texts = BTreeMap<PathBuf, Vec<u8>>;

/// Lists the attempts at an exercise, or swaps one out of `src/` and another in.
pub fn run(checkout: &Checkout, args: &cli::Attempt) -> Result<Outcome> {
    let exercise = find(checkout, &args.name)?;
    match &args.label {
        None => list(&exercise),
        Some(label) => go_to(checkout, &exercise, label),
    }
}

fn list(exercise: &Exercise) -> Result<Outcome> {
    let current = current(exercise)?;
    let mut labels = labels(exercise)?;
    if !labels.contains(&current) {
        labels.push(current.clone());
    }
    labels.sort();
    for label in labels {
        let here = if label == current { paint(GOOD, "→ in src/") } else { "        ".into() };
        say!("{here}  {label}");
    }
    say!("\nGo to one, or begin another: {}", paint(TYPE, format!("cargo lab attempt {} NAME", exercise.slug)));
    Ok(Outcome::Done)
}

fn go_to(checkout: &Checkout, exercise: &Exercise, label: &str) -> Result<Outcome> {
    check(label)?;
    let (slug, current) = (&exercise.slug, current(exercise)?);
    if label == current {
        say!("{slug}: {label} is the attempt in src/ already");
        return Ok(Outcome::Done);
    }
    let new = !labels(exercise)?.iter().any(|known| known == label);
    let source = if new { exercise.original().join("src") } else { folder(exercise).join(label) };
    swap(exercise, &current, label, &source)?;
    say!("{} {label}, in {}", paint(GOOD, "✓ now:"), checkout.short(&exercise.answer()));
    if new {
        say!("  It begins with the stub.");
    }
    say!("  {current} is kept in {}", checkout.short(&folder(exercise).join(&current)));
    say!("{}", paint(FAINT, format!("Back to it: cargo lab attempt {slug} {current}")));
    Ok(Outcome::Done)
}

/// Keeps what is in `src/` as the attempt `current`, and puts what `source` holds there as the attempt `label`. What
/// stands in `src/` is on disk a second time before anything there is touched.
fn swap(exercise: &Exercise, current: &str, label: &str, source: &Path) -> Result<()> {
    let (src, attempts) = (exercise.dir.join("src"), folder(exercise));
    let (mine, next) = (texts(&src)?, texts(source)?);
    ensure!(!next.is_empty(), "{} holds nothing to begin with", source.display());

    let kept = attempts.join(current);
    // Something is there after a swap that was cut off, or because somebody put it there.
    if kept.exists() && texts(&kept)? != mine {
        let aside = free(&kept)?;
        fs::rename(&kept, &aside).with_context(|| format!("can't rename {}", kept.display()))?;
    }
    if !kept.exists() {
        for (path, text) in &mine {
            write_new(&kept.join(path), text)?;
        }
    }

    put(&src, &mine, &next)?;
    replace(&attempts.join(CURRENT), label.as_bytes()).context("can't note which attempt is in src/")?;
    if source.starts_with(&attempts) {
        // It is in src/ now.
        fs::remove_dir_all(source).with_context(|| format!("can't clear {}", source.display()))?;
    }
    Ok(())
}

/// Makes `src` hold `next` instead of `mine`.
fn put(src: &Path, mine: &Texts, next: &Texts) -> Result<()> {
    for (path, text) in next {
        replace(&src.join(path), text).with_context(|| format!("can't write {}", src.join(path).display()))?;
    }
    for path in mine.keys().filter(|path| !next.contains_key(*path)) {
        fs::remove_file(src.join(path)).with_context(|| format!("can't remove {}", src.join(path).display()))?;
    }
    Ok(())
}

/// The file that names the attempt in `src/`. No attempt is called so.
const CURRENT: &str = ".current";

/// Where the attempts are kept that are not in `src/`; git ignores it.
fn folder(exercise: &Exercise) -> PathBuf {
    exercise.dir.join("attempts")
}

/// The name of the attempt that is in `src/`.
fn current(exercise: &Exercise) -> Result<String> {
    let path = folder(exercise).join(CURRENT);
    match fs::read_to_string(&path) {
        Ok(label) if check(label.trim()).is_ok() => Ok(label.trim().into()),
        Ok(_) => Ok(FIRST.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(FIRST.into()),
        Err(error) => Err(error).with_context(|| format!("can't read {}", path.display())),
    }
}

/// The names of the attempts that are kept.
fn labels(exercise: &Exercise) -> Result<Vec<String>> {
    let folder = folder(exercise);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| format!("can't read {}", folder.display()))?,
    };
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    Ok(folders.filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

/// A name for a folder that is taken already: `second-1`, or the first number after it that is free.
fn free(taken: &Path) -> Result<PathBuf> {
    let name = taken.file_name().context("an attempt has a name")?.to_string_lossy();
    for number in 1..=9999 {
        let path = taken.with_file_name(format!("{name}-{number}"));
        if !path.exists() {
            return Ok(path);
        }
    }
    bail!("there are 9999 attempts called {name}: clear some out")
}

/// Whether an attempt may be called so: it becomes a folder's name on any system.
fn check(label: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if label.is_empty() || label.len() > 40 || !label.chars().all(plain) {
        let what = format!("{label:?} is no name for an attempt: use up to 40 letters, digits, \"-\" and \"_\"");
        return Err(WrongUsage(what).into());
    }
    Ok(())
}
