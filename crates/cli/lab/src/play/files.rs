//! The files of an answer: read and written as wholes, and never over what somebody else has written.

use super::answers::{Problem, problem};
use crate::{
    exercise::Exercise,
    kept::{keep, replace},
};
use hyper::StatusCode;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A file as it lies there.
#[derive(Debug, Serialize)]
pub struct File {
    /// Its name in `src`.
    pub name: String,
    /// What it holds.
    pub text: String,
    /// A hash of that; `None` where there is no such file.
    pub hash: Option<String>,
}

/// The names of the files that an answer consists of: those of the stub, `lib.rs` first, then as it names them.
pub fn names(exercise: &Exercise) -> Vec<String> {
    let folder = fs::read_dir(exercise.original().join("src")).or_else(|_| fs::read_dir(exercise.dir.join("src")));
    let files = folder.into_iter().flatten().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: BTreeSet<_> = files.filter(|name| name.ends_with(".rs") || name.ends_with(".wgsl")).collect();
    names.remove("lib.rs");
    // Rungs of a ladder are climbed in this order, not in that of the alphabet.
    let stub = [exercise.original(), exercise.dir.clone()].map(|folder| fs::read_to_string(folder.join("src/lib.rs")));
    let stub = stub.into_iter().flatten().next().unwrap_or_default();
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by_key(|name| stub.find(&format!("\"{name}\"")).unwrap_or(usize::MAX));
    std::iter::once("lib.rs".to_owned()).chain(names).collect()
}

/// Reads a file.
///
/// # Errors
/// When it isn't one of the answer's, can't be read, or is no text.
pub fn read(exercise: &Exercise, name: &str) -> Result<File, Problem> {
    let path = place(exercise, name)?;
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(File { name: name.into(), text: String::new(), hash: None });
        }
        Err(error) => return Err(problem(&error.into(), &format!("can't read {}", path.display()))),
    };
    let hash = Some(hash(&bytes));
    match String::from_utf8(bytes) {
        Ok(text) => Ok(File { name: name.into(), text, hash }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to() + 1;
            Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                format!(
                    "{} is no UTF-8 text: look at its byte {at}. Open it in your editor; or put the stub back, which keeps it as a \
                     backup.",
                    path.display()
                ),
            ))
        }
    }
}

/// What came of writing.
#[derive(Debug)]
pub enum Written {
    /// It is there, and this is its hash.
    Done(String),
    /// Nothing was written: this lies there, and not what the page had read.
    Changed(File),
}

/// Writes `text`, unless something else lies there than what was read, whose hash is `loaded`. With `backup`, what lies
/// there is kept beside it first.
///
/// # Errors
/// When it isn't one of the answer's files, or can't be written. What was there still is.
pub fn write(
    exercise: &Exercise,
    name: &str,
    text: &str,
    loaded: Option<&str>,
    backup: bool,
) -> Result<Written, Problem> {
    let path = place(exercise, name)?;
    let cannot = |error: anyhow::Error| problem(&error, &format!("can't write {}", path.display()));
    let there = read(exercise, name)?;
    if there.hash.as_deref() == Some(&hash(text.as_bytes())) {
        return Ok(Written::Done(hash(text.as_bytes())));
    }
    if there.hash.as_deref() != loaded {
        return Ok(Written::Changed(there));
    }
    if backup && there.hash.is_some() {
        keep(&path, there.text.as_bytes()).map_err(cannot)?;
    }
    replace(&path, text.as_bytes()).map_err(cannot)?;
    Ok(Written::Done(hash(text.as_bytes())))
}

/// Where a file lies that may be read and written: one of the answer's, in the exercise's own folder and no link.
fn place(exercise: &Exercise, name: &str) -> Result<PathBuf, Problem> {
    if !names(exercise).iter().any(|known| known == name) {
        return Err(Problem::new(StatusCode::NOT_FOUND, format!("{name:?} is no file of {}", exercise.slug)));
    }
    let folder = exercise.dir.join("src");
    let path = folder.join(name);
    let leads_away = |path: &Path| fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
    let above = exercise.dir.parent().unwrap_or(Path::new(""));
    if [above, &exercise.dir, &folder, &path].into_iter().any(leads_away) {
        let text = format!("{} is a link, or lies behind one: write it in your editor", path.display());
        return Err(Problem::new(StatusCode::FORBIDDEN, text));
    }
    Ok(path)
}

/// What tells one text from another.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
