//! `lab build`: the static book.

use crate::{
    book::{self, Destination},
    checkout::Checkout,
    cli,
    outcome::Outcome,
    say,
    style::{GOOD, paint},
};
use anyhow::{Context, Result};
use std::{env, time::Instant};

/// Builds the book as a static site.
pub fn run(checkout: &Checkout, args: &cli::Build) -> Result<Outcome> {
    let start = Instant::now();
    let dir = match &args.dir {
        Some(dir) => env::current_dir().context("where are we?")?.join(dir),
        None => book::configured_folder(checkout)?,
    };
    let destination = Destination::check(checkout, dir)?;
    let dir = destination.path().to_owned();
    book::build_into(checkout, destination)?;
    say!("{} {} in {:.1} s", paint(GOOD, "✓ built"), dir.display(), start.elapsed().as_secs_f64());
    Ok(Outcome::Done)
}
