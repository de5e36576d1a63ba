//! The chapters, in the book's order.

use crate::checkout::Checkout;
use anyhow::{Context, Result, anyhow};
use mdbook_summary::{SummaryItem, parse_summary};
use std::fs;

/// A chapter of the book, as `SUMMARY.md` lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Its path under `src/`, without `.md`: `threads/threads`.
    pub path: String,
    /// Its title.
    pub title: String,
}

impl Chapter {
    /// What people call it: the last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// The chapters in the book's order.
///
/// # Errors
/// When `SUMMARY.md` can't be read or makes no sense.
pub fn chapters(checkout: &Checkout) -> Result<Vec<Chapter>> {
    let path = checkout.path("src/SUMMARY.md");
    let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let summary = parse_summary(&text).map_err(|e| anyhow!("{}: {e:#}", checkout.short(&path)))?;
    let mut chapters = Vec::new();
    for items in [&summary.prefix_chapters, &summary.numbered_chapters, &summary.suffix_chapters] {
        collect(items, &mut chapters);
    }
    Ok(chapters)
}

fn collect(items: &[SummaryItem], chapters: &mut Vec<Chapter>) {
    for item in items {
        let SummaryItem::Link(link) = item else { continue };
        if let Some(location) = &link.location {
            // Forward slashes on Windows too, as exercises name chapters.
            let path = location.with_extension("").to_string_lossy().replace('\\', "/");
            chapters.push(Chapter { path, title: link.name.clone() });
        }
        collect(&link.nested_items, chapters);
    }
}
