//! The book, made from its sources by mdBook as a library, with `weave` in the same process.

mod destination;
mod html;
mod scratch;

pub use destination::Destination;
pub use scratch::Scratch;

use crate::{
    checkout::Checkout,
    style::{CARE, paint},
};
use anyhow::{Context, Error, Result, bail};
use mdbook_driver::{MDBook, config::Config};
use meanwhile::Line;
use record::Records;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Where `book.toml` says that the static book goes.
///
/// # Errors
/// When `book.toml` is missing or broken.
pub fn configured_folder(checkout: &Checkout) -> Result<PathBuf> {
    Ok(checkout.path(config(checkout)?.build.build_dir))
}

/// Builds the static book.
///
/// # Errors
/// When `book.toml` is missing or broken, or the book itself is: a missing chapter, or anything `weave` refuses.
pub fn build_into(checkout: &Checkout, destination: Destination) -> Result<()> {
    let line = Line::new();
    line.say("building the book");
    let mut config = config(checkout)?;
    destination.path().clone_into(&mut config.build.build_dir);
    // mdBook would write an empty file for a chapter that SUMMARY.md names and nobody has written.
    config.build.create_missing = false;
    let mut book =
        MDBook::load_with_config(checkout.root(), config).map_err(plain).context("the book can't be loaded")?;
    // `book.toml` names the program of the same name, for plain `mdbook build`; this takes its place in the order.
    book.with_preprocessor(weave::Weave);
    book.with_renderer(html::Html);
    book.build().map_err(plain).context("the book can't be built")?;
    if let Err(error) = yours(checkout) {
        anstream::eprintln!("{}: your own measurements are left out: {error}", paint(CARE, "warning"));
    }
    Ok(())
}

/// Reads the reader's own record, if there is one. The book does without one that can't be read, but not silently.
fn yours(checkout: &Checkout) -> Result<(), record::Error> {
    let folder = checkout.path("benches/record/yours");
    if folder.is_dir() { Records::read(&folder).map(drop) } else { Ok(()) }
}

/// Builds the book in a folder that lasts as long as it is needed.
///
/// # Errors
/// As [`build_into`], and when `target/` can't be written.
pub fn build_aside(checkout: &Checkout) -> Result<Scratch> {
    let scratch = Scratch::new(checkout)?;
    build_into(checkout, Destination::new(scratch.book()))?;
    Ok(scratch)
}

/// The slides of the chapter at `path` in the chapters' folder: one page of HTML.
///
/// # Errors
/// When `book.toml` is missing or broken, or `weave` refuses the chapter.
pub fn slides(checkout: &Checkout, path: &Path) -> Result<String> {
    let config = config(checkout)?;
    weave::slides(checkout.root(), &config, path).map_err(plain).context("the slides can't be made")
}

/// What a page of the reader's own takes from the book: those of the questions called `names` that stand in `chapters`,
/// paths in the chapters' folder, and figures of their own measurements.
///
/// # Errors
/// When `book.toml` is missing or broken.
pub fn own(checkout: &Checkout, chapters: &[PathBuf], names: &BTreeSet<&str>) -> Result<weave::Own> {
    weave::own(checkout.root(), &config(checkout)?, chapters, names).map_err(plain)
}

fn config(checkout: &Checkout) -> Result<Config> {
    let path = checkout.path("book.toml");
    if !path.is_file() {
        bail!("{} is missing: without it there is no book. git restore book.toml brings it back", path.display());
    }
    let mut config = Config::from_disk(&path).map_err(plain).context("book.toml is broken")?;
    config.update_from_env().map_err(plain).context("an environment variable MDBOOK_… is broken")?;
    if config.get::<toml::Value>("preprocessor.weave").ok().flatten().is_none() {
        bail!("book.toml has no [preprocessor.weave]: the listings would stay empty");
    }
    Ok(config)
}

/// One error with its causes, each on a line, as it may be shown in a page too.
fn plain(error: Error) -> Error {
    Error::msg(error.chain().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}
