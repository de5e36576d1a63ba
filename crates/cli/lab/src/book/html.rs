//! mdBook's renderer, given clean copies of the book's folders.

use anyhow::{Context, Error, Result};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use std::{fs, io::ErrorKind, path::Path};
use walkdir::WalkDir;
use weave::litter::is_litter;

/// mdBook's own pages, without what editors leave lying about in `src` and `theme`.
///
/// mdBook copies all of `src` into the book, and gives up at the first link that leads nowhere, such as the lock that
/// Emacs keeps while a chapter is open. Here it is given an empty `src` and a clean copy of the theme, and what belongs
/// into the book is copied after it.
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &str {
        "html"
    }

    fn render(&self, ctx: &RenderContext) -> Result<()> {
        let mut clean = ctx.clone();
        let stage = tempfile::tempdir().context("can't make a folder")?;
        let (src, theme) = (stage.path().join("src"), stage.path().join("theme"));
        for folder in [&src, &theme] {
            fs::create_dir(folder).context("can't make a folder")?;
        }
        let html = ctx.config.html_config().unwrap_or_default();
        let themed = html.theme_dir(&ctx.root);
        if themed.is_dir() {
            copy(&themed, &theme, &|_| true)?;
            clean.config.set("output.html.theme", theme)?;
        }
        // The one text of `src` that mdBook reads while it writes pages.
        let lost = html.input_404.as_deref().unwrap_or("404.md");
        if !lost.is_empty() && ctx.source_dir().join(lost).is_file() {
            copy_file(&ctx.source_dir().join(lost), &src.join(lost))?;
        }
        clean.config.book.src = src;
        HtmlHandlebars::new().render(&clean)?;

        search_later(&ctx.destination)?;

        let output = ctx.root.join(&ctx.config.build.build_dir);
        copy(&ctx.source_dir(), &ctx.destination, &|path| {
            path.extension().is_none_or(|kind| kind != "md") && !path.starts_with(&output)
        })
    }
}

/// The scripts of the search, as they begin: mdBook's three, and the one that puts another index in their place.
const SEARCH: [&str; 4] = ["elasticlunr-", "mark-", "searcher-", "theme/search-"];

/// Marks the scripts of the search in all pages, so that no browser fetches them by itself. Most readers of a page
/// never search; `theme/speedup.js` starts the scripts for those who do.
fn search_later(book: &Path) -> Result<()> {
    for entry in WalkDir::new(book) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|kind| kind == "html") {
            let page = fs::read_to_string(entry.path()).map_err(|error| unreadable(entry.path(), error.into()))?;
            let later = with_search_later(&page);
            if later != page {
                fs::write(entry.path(), later).with_context(|| format!("can't write {}", entry.path().display()))?;
            }
        }
    }
    Ok(())
}

/// The page, with those scripts marked.
fn with_search_later(page: &str) -> String {
    let mut parts = page.split("<script src=\"");
    let mut later = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let path = part.trim_start_matches("../");
        let is_search = SEARCH.iter().any(|name| path.starts_with(name));
        later += if is_search { "<script type=\"later\" src=\"" } else { "<script src=\"" };
        later += part;
    }
    later
}

/// Copies what lies in `from` at any depth and is `wanted`. Litter, links that lead nowhere and links that lead in
/// circles are left out.
fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    let walk = WalkDir::new(from).min_depth(1).follow_links(true).into_iter();
    for entry in walk.filter_entry(|entry| !is_litter(entry.file_name()) && wanted(entry.path())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(from).to_owned();
                let error = error.into_io_error().map_or_else(|| Error::msg("it leads in a circle"), Error::from);
                return Err(unreadable(&path, error));
            }
        };
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).with_context(|| format!("can't make {}", target.display()))?;
        } else if entry.file_type().is_file() {
            copy_file(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Copies one file; it is read and written apart, so that an error says which of the two it was.
fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let text = fs::read(from).map_err(|error| unreadable(from, error.into()))?;
    fs::write(to, text).with_context(|| format!("can't write {}", to.display()))
}

fn unreadable(path: &Path, error: Error) -> Error {
    let path = path.display();
    error.context(format!("{path} can't be read. Make it readable, or move it out of the book's folders"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_scripts_of_the_search_wait_and_no_others() {
        let page = |later: &str| {
            format!(
                "<p>elasticlunr-1.js</p><script{later} src=\"../elasticlunr-1.min.js\"></script>\
                 <script{later} src=\"mark-2.min.js\"></script><script{later} src=\"../../searcher-3.js\"></script>\
                 <script src=\"../book-4.js\"></script><script{later} src=\"../theme/search-5.js\"></script><script>1</script>"
            )
        };
        assert_eq!(with_search_later(&page("")), page(" type=\"later\""));
    }

    #[test]
    fn litter_and_what_is_not_wanted_stay_behind() {
        let folder = tempfile::Builder::new().prefix("src").tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("in/.idea")).unwrap();
        fs::create_dir(&to).unwrap();
        for name in ["a.svg", "a.md", "in/b.js", "in/b.js~", "in/.idea/c.xml", "in/4913", "#a.svg#"] {
            fs::write(from.join(name), name).unwrap();
        }
        copy(&from, &to, &|path| path.extension().is_none_or(|kind| kind != "md")).unwrap();
        let files = WalkDir::new(&to).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let names: BTreeSet<_> = files.map(|entry| entry.path().strip_prefix(&to).unwrap().to_owned()).collect();
        assert_eq!(names, BTreeSet::from(["a.svg".into(), "in/b.js".into()]));
    }
}
