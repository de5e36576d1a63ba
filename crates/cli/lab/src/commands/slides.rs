//! `lab slides`: a chapter for the projector.

use crate::{
    book,
    chapters::chapters,
    checkout::Checkout,
    cli, kept,
    outcome::Outcome,
    say,
    style::{FAINT, GOOD, paint},
    suggest,
};
use anyhow::{Context, Result};
use std::{env, path::Path};

/// Makes the slides of one chapter.
pub fn run(checkout: &Checkout, args: &cli::Slides) -> Result<Outcome> {
    let chapters = chapters(checkout)?;
    let name = args.chapter.trim_end_matches(".md");
    let Some(chapter) = chapters.iter().find(|chapter| chapter.path == name || chapter.name() == name) else {
        return Err(suggest::unknown("chapter", name, chapters.iter().map(|chapter| chapter.name())).into());
    };
    let page = book::slides(checkout, Path::new(&format!("{}.md", chapter.path)))?;
    let file = match &args.output {
        Some(file) => env::current_dir().context("where are we?")?.join(file),
        None => checkout.target().join("slides").join(format!("{}.html", chapter.name())),
    };
    kept::replace(&file, page.as_bytes()).with_context(|| format!("can't write {}", file.display()))?;
    say!("{} {}", paint(GOOD, "✓ written:"), args.output.clone().unwrap_or(file).display());
    say!("{}", paint(FAINT, "Open it in a browser. Arrow keys turn the slides; printed, each is a sheet."));
    Ok(Outcome::Done)
}
