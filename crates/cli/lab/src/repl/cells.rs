//! The cells of a chapter, as they stand in its page.

use crate::{
    chapters::{Chapter, chapters},
    checkout::Checkout,
    suggest,
};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};
use weave::cells::{Cell, Part, parts};

/// A chapter and what stands in its boxes of cells.
pub struct Experiment {
    /// The chapter.
    pub chapter: Chapter,
    /// Its whole text.
    pub text: String,
    /// Sentences and cells, in order.
    pub parts: Vec<Part>,
}

impl Experiment {
    fn read(checkout: &Checkout, chapter: Chapter) -> Result<Self> {
        let path = checkout.path(format!("src/{}.md", chapter.path));
        let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
        let text = text.replace("\r\n", "\n");
        Ok(Self { parts: parts(&text), chapter, text })
    }

    /// The cells alone.
    pub fn cells(&self) -> Vec<Cell> {
        let cells = self.parts.iter().filter_map(|part| if let Part::Cell(cell) = part { Some(cell) } else { None });
        cells.cloned().collect()
    }

    /// The chapter's file, from the workbook.
    pub fn file(&self) -> PathBuf {
        PathBuf::from(format!("src/{}.md", self.chapter.path))
    }
}

/// The chapter of this name or path.
///
/// # Errors
/// Wrong usage for one that doesn't exist; when the book can't be read.
pub fn of(checkout: &Checkout, name: &str) -> Result<Experiment> {
    let all = chapters(checkout)?;
    match all.iter().find(|chapter| chapter.path == name || chapter.name() == name) {
        Some(chapter) => Experiment::read(checkout, chapter.clone()),
        None => Err(suggest::unknown("chapter", name, all.iter().map(Chapter::name)).into()),
    }
}

/// All chapters that have cells, in the book's order.
///
/// # Errors
/// When the book can't be read.
pub fn all(checkout: &Checkout) -> Result<Vec<Experiment>> {
    let all: Result<Vec<_>> =
        chapters(checkout)?.into_iter().map(|chapter| Experiment::read(checkout, chapter)).collect();
    Ok(all?.into_iter().filter(|experiment| !experiment.cells().is_empty()).collect())
}
