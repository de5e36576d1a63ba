//! The one room of the server from which something is written or run: a reader's answer and its check,
//! a listing and a race.
//!
//! A page may ask for it only if this server sent that page ([`token`]), from the very address that it stands at
//! ([`door`]), in a browser of the same user ([`neighbour`]), and only for what the table of [`routes`] lists. What is
//! written is an exercise's own text ([`answers`]); of a listing, a copy ([`listings`]). What is run is `lab` itself,
//! for a check, a listing or a race ([`runs`]) or a page's cells ([`sessions`]), below a process that keeps it within
//! limits and ends all that it leaves behind ([`keeper`]).

mod answers;
mod door;
mod files;
pub mod keeper;
mod listings;
mod neighbour;
mod routes;
mod runs;
mod sessions;
#[cfg(test)]
mod tests;
mod token;

pub use neighbour::Ends;
pub use routes::{PREFIX, answer};
pub use token::Token;

use crate::{
    checkout::Checkout,
    exercise::{Exercise, Fingerprint, exercises, fingerprint},
};
use anyhow::Result;
use runs::Runs;
use sessions::Sessions;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// The room, shared by everything that answers.
#[derive(Clone, Debug)]
pub struct Play(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    checkout: Checkout,
    token: Token,
    runs: Runs,
    sessions: Sessions,
    /// Held while an answer is compared and written: two requests must not both find it unchanged.
    writing: Mutex<()>,
    seen: Mutex<Seen>,
}

/// What has been looked at, until it changes.
#[derive(Debug, Default)]
struct Seen {
    /// The workbook's exercises, once they were asked for.
    exercises: Option<Arc<[Exercise]>>,
    /// What they look like, by their names.
    fingerprints: HashMap<String, Fingerprint>,
}

/// The name of the exercise that `file` is a part of the answer to: one in its `src`.
pub fn answered(checkout: &Checkout, file: &Path) -> Option<String> {
    let inside = file.strip_prefix(checkout.path("exercises")).ok()?;
    let mut parts = inside.iter();
    let slug = parts.next()?.to_str()?;
    (parts.next()? == "src" && !["originals", "solutions"].contains(&slug)).then(|| slug.to_owned())
}

impl Play {
    /// The room for this workbook, with a token of its own.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new(checkout: Checkout) -> Result<Self> {
        let token = Token::new()?;
        let (runs, sessions, writing, seen) = Default::default();
        Ok(Self(Arc::new(Inner { checkout, token, runs, sessions, writing, seen })))
    }

    /// All exercises, as last seen.
    ///
    /// # Errors
    /// Those of [`exercises`].
    fn exercises(&self) -> Result<Arc<[Exercise]>> {
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &seen.exercises {
            return Ok(Arc::clone(known));
        }
        let all: Arc<[Exercise]> = exercises(&self.0.checkout)?.into();
        seen.exercises = Some(Arc::clone(&all));
        Ok(all)
    }

    /// What an exercise looks like, as last seen. Looking takes a while: it reads all crates that the exercise uses.
    ///
    /// # Errors
    /// When one of its files can't be read.
    fn fingerprint(&self, exercise: &Exercise) -> Result<Fingerprint> {
        let seen = || self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = seen().fingerprints.get(&exercise.slug) {
            return Ok(known.clone());
        }
        let now = fingerprint(&self.0.checkout, exercise)?;
        seen().fingerprints.insert(exercise.slug.clone(), now.clone());
        Ok(now)
    }

    /// These files have changed: what depends on them is looked at again.
    pub fn changed(&self, files: &[PathBuf]) {
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for file in files {
            match answered(&self.0.checkout, file) {
                Some(slug) => drop(seen.fingerprints.remove(&slug)),
                None => *seen = Seen::default(),
            }
        }
    }

    /// What a page must send back to be let in.
    pub fn token(&self) -> &Token {
        &self.0.token
    }
}
