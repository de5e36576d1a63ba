//! Listings that run in the page: which there are, and what a page may ask of them.

use super::{
    Play,
    answers::{Done, Problem, problem},
    files,
    runs::Job,
};
use crate::{kernels, listing};
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::json;
use workbook::Program;

/// How many variants race at once.
const MOST: usize = 8;

/// Which listing is meant, or which kernel's race: by its name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// A listing's, such as `steps_threads/spawned`; a kernel's.
    pub listing: String,
}

/// A listing to run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    listing: String,
    /// What takes the place of its own text.
    text: Option<String>,
}

/// A race to run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Race {
    kernel: String,
    variants: Vec<String>,
}

/// The whole file of a listing, of which the page may show a part.
pub fn source(play: &Play, named: Named) -> Done {
    let program = program(play, &named.listing)?;
    let text = listing::text(&play.0.checkout, &program).map_err(|error| problem(&error, ""))?;
    let file = program.file.to_string_lossy().replace('\\', "/");
    Ok((StatusCode::OK, json!({ "file": file, "hash": files::hash(text.as_bytes()), "text": text })))
}

/// What is to be run for a page that asks for a listing.
///
/// # Errors
/// When there is no such listing.
pub fn run(play: &Play, run: Run) -> Result<Job, Problem> {
    Ok(Job::Listing(program(play, &run.listing)?.id(), run.text))
}

/// What is to be run for a page that asks for a race.
///
/// # Errors
/// When there is no such kernel, or one of the variants is not in its table.
pub fn race(play: &Play, race: Race) -> Result<Job, Problem> {
    let nothing = |what: String| Problem::new(StatusCode::NOT_FOUND, what);
    let checkout = &play.0.checkout;
    kernels::known(checkout, &race.kernel).map_err(|error| nothing(error.to_string()))?;
    let crates = workbook::crates(checkout.root()).map_err(|error| problem(&error.into(), ""))?;
    let kernel = crates.iter().find(|it| it.name == race.kernel);
    let known = kernel.map(|kernel| workbook::variants(checkout.root(), kernel)).unwrap_or_default();
    if let Some(name) = race.variants.iter().find(|name| !known.iter().any(|row| row.name == **name)) {
        return Err(nothing(format!("{} has no variant {name:?}", race.kernel)));
    }
    if race.variants.is_empty() || race.variants.len() > MOST {
        return Err(Problem::new(StatusCode::BAD_REQUEST, format!("from 1 to {MOST} variants race")));
    }
    Ok(Job::Race(race.kernel, race.variants))
}

/// The listing of this name.
fn program(play: &Play, name: &str) -> Result<Program, Problem> {
    let found = workbook::program(play.0.checkout.root(), name).map_err(|error| problem(&error.into(), ""))?;
    found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no listing {name:?} that can be run")))
}
