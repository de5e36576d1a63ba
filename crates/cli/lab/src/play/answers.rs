//! What each route does, apart from running: JSON in, JSON out.

use super::{
    Play,
    files::{self, Written},
};
use crate::{
    commands::reset::{Part, reset},
    exercise::{Exercise, named},
    outcome,
    progress::{Progress, State},
};
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::PoisonError};

/// Why something can't be done, for the reader's eyes.
#[derive(Debug)]
pub struct Problem {
    /// What kind of problem it is.
    pub status: StatusCode,
    /// In words.
    pub text: String,
}

impl Problem {
    /// A problem in words.
    pub fn new(status: StatusCode, text: String) -> Self {
        Self { status, text }
    }
}

/// An error of ours or of the system's, with what was being done.
pub fn problem(error: &anyhow::Error, doing: &str) -> Problem {
    let mut text = if doing.is_empty() { format!("{error:#}") } else { format!("{doing}: {error:#}") };
    if let Some(advice) = outcome::advice(&text) {
        text += &format!("\n{advice}");
    }
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, text)
}

/// What is done: a status, and what the page is told.
pub type Done = Result<(StatusCode, Value), Problem>;

/// Which exercise is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its name.
    pub exercise: String,
}

/// Nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A file to write.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Save {
    exercise: String,
    /// Its name in `src`.
    file: String,
    text: String,
    /// The hash of what the page had read.
    loaded: Option<String>,
    /// Whether what lies there is kept as a backup.
    backup: bool,
}

/// A hint that was opened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    exercise: String,
    /// From 1.
    number: usize,
}

/// What was guessed: which choice, from 0, by the questions' names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predictions {
    predictions: BTreeMap<String, u8>,
}

/// How every exercise stands: its chapter, its state, how many hints were given.
pub fn progress(play: &Play, _: Nothing) -> Done {
    let progress = Progress::of(&play.0.checkout);
    let mut all = Map::new();
    for exercise in &*play.exercises().map_err(|error| problem(&error, ""))? {
        // One whose files can't be read is as good as unsolved.
        let looks = || play.fingerprint(exercise).ok();
        let now = progress.knows(&exercise.slug).then(looks).flatten();
        let state = now.map_or(State::Unchecked, |now| progress.state(&exercise.slug, &now));
        let hints = progress.hints(&exercise.slug);
        all.insert(exercise.slug.clone(), json!({ "chapter": exercise.about.chapter, "state": state, "hints": hints }));
    }
    Ok((StatusCode::OK, json!({ "exercises": all })))
}

/// The files of an answer.
pub fn open(play: &Play, which: Which) -> Done {
    let exercise = exercise(play, &which.exercise)?;
    let names = files::names(&exercise);
    let files = names.iter().map(|name| files::read(&exercise, name)).collect::<Result<Vec<_>, _>>()?;
    Ok((StatusCode::OK, json!({ "files": files })))
}

/// Writes a file of an answer; 409 with what lies there where that is not what the page had read.
pub fn save(play: &Play, save: Save) -> Done {
    let exercise = exercise(play, &save.exercise)?;
    let _alone = play.0.writing.lock().unwrap_or_else(PoisonError::into_inner);
    match files::write(&exercise, &save.file, &save.text, save.loaded.as_deref(), save.backup)? {
        Written::Done(hash) => {
            play.changed(&[exercise.answer()]);
            Ok((StatusCode::OK, json!({ "hash": hash })))
        }
        Written::Changed(file) => Ok((StatusCode::CONFLICT, json!({ "there": file }))),
    }
}

/// Remembers that a hint was opened.
pub fn hint(play: &Play, hint: Hint) -> Done {
    let exercise = exercise(play, &hint.exercise)?;
    Progress::update(&play.0.checkout, |progress| {
        let given = progress.hints(&exercise.slug);
        progress.hinted(&exercise.slug, given.max(hint.number.min(3)));
    })
    .map_err(|error| problem(&error, "this hint is not remembered"))?;
    Ok((StatusCode::OK, json!({})))
}

/// Remembers what was guessed, where nothing was guessed before.
pub fn predict(play: &Play, said: Predictions) -> Done {
    let is_name = |name: &String| {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (1..=100).contains(&name.len()) && name.bytes().all(fits)
    };
    if let Some(name) = said.predictions.keys().find(|name| !is_name(name)) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, format!("there is no question {name:?}")));
    }
    let known = Progress::of(&play.0.checkout);
    if said.predictions.keys().any(|question| !known.predictions().contains_key(question)) {
        Progress::update(&play.0.checkout, |progress| {
            said.predictions.into_iter().for_each(|(question, choice)| progress.predicted(question, choice));
        })
        .map_err(|error| problem(&error, "this guess is not remembered"))?;
    }
    Ok((StatusCode::OK, json!({})))
}

/// Puts the stub back; what stood there is kept.
pub fn put_back(play: &Play, which: Which) -> Done {
    let exercise = exercise(play, &which.exercise)?;
    let _alone = play.0.writing.lock().unwrap_or_else(PoisonError::into_inner);
    let restored = reset(&exercise, Part::Answer).map_err(|error| problem(&error, "the stub can't be put back"))?;
    play.changed(&[exercise.answer()]);
    let backups = restored.iter().filter_map(|file| file.backup.as_deref());
    let backups: Vec<_> = backups.map(|path| play.0.checkout.short(path)).collect();
    Ok((StatusCode::OK, json!({ "backups": backups })))
}

/// The exercise of this name.
///
/// # Errors
/// When there is none.
pub fn exercise(play: &Play, slug: &str) -> Result<Exercise, Problem> {
    let found = named(&play.0.checkout, slug).map_err(|error| problem(&error, ""))?;
    found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no exercise {slug:?}")))
}
