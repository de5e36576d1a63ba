//! Links inside the book, followed before a reader does.

use crate::{args::did_you_mean, house::normal};
use mdbook_markdown::{
    MarkdownOptions, new_cmark_parser,
    pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::{Path, PathBuf},
};

/// What a woven chapter holds that others may point at, and what it points at itself.
#[derive(Debug, Default, PartialEq)]
pub struct Outline {
    /// Every identifier on the page.
    pub ids: BTreeSet<String>,
    /// Every link: where it starts in the text, in bytes, and where it leads.
    pub links: Vec<(usize, String)>,
    /// Every fenced code block: where it starts in the text, in bytes, and its language.
    pub fences: Vec<(usize, String)>,
}

/// Reads the text as mdBook will, with its default options.
pub fn outline(text: &str) -> Outline {
    let mut outline = Outline::default();
    let mut made = HashSet::new();
    let mut heading: Option<(Option<String>, String)> = None;
    let mut inside_tag = false;
    for (event, range) in new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { id, .. }) => heading = Some((id.map(|id| id.to_string()), String::new())),
            Event::Start(Tag::DefinitionListTitle) => heading = Some((None, String::new())),
            Event::End(TagEnd::Heading(_) | TagEnd::DefinitionListTitle) => {
                let (id, words) = heading.take().unwrap_or_default();
                outline.ids.insert(id.unwrap_or_else(|| unique(&identifier(&words), &mut made)));
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, heading)) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                outline.links.push((range.start, dest_url.to_string()));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = info.split([' ', '\t', ',']).next().unwrap_or("");
                outline.fences.push((range.start, language.to_owned()));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                for (name, value) in attributes(&html, &mut inside_tag) {
                    match name {
                        "id" => drop(outline.ids.insert(value.to_owned())),
                        "href" | "src" => outline.links.push((range.start, value.to_owned())),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    outline
}

/// An identifier from a heading's words, as mdBook makes it.
fn identifier(words: &str) -> String {
    let kept = words.trim().to_lowercase();
    let kept = kept.chars().filter_map(|c| match c {
        _ if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        _ if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

/// The identifier, with a number behind it if it stands on the page already, as mdBook does it.
fn unique(id: &str, made: &mut HashSet<String>) -> String {
    let numbered = (1..).map(|n| format!("{id}-{n}"));
    let free = std::iter::once(id.to_owned()).chain(numbered).find(|id| made.insert(id.clone()));
    free.expect("there is always another number")
}

/// The attributes in a piece of HTML; a tag may have begun in the piece before, and may end in the next one.
fn attributes<'a>(html: &'a str, inside_tag: &mut bool) -> Vec<(&'a str, &'a str)> {
    let mut found = Vec::new();
    let mut rest = html;
    loop {
        if !*inside_tag {
            let Some((_, tag)) = rest.split_once('<') else { return found };
            (rest, *inside_tag) = (tag, true);
        }
        match rest.find(['=', '>']) {
            None => return found,
            Some(end) if rest[end..].starts_with('>') => (rest, *inside_tag) = (&rest[end + 1..], false),
            Some(equals) => {
                let name = rest[..equals].rsplit(char::is_whitespace).next().unwrap_or("");
                rest = &rest[equals + 1..];
                if let Some(quoted) = rest.strip_prefix('"') {
                    let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                    found.push((name, value));
                    rest = after;
                }
            }
        }
    }
}

/// The pages of the book by their path in the chapters' folder, with their identifiers.
pub type Pages = BTreeMap<PathBuf, BTreeSet<String>>;

/// Where a link from `page` leads, if anywhere. `is_file` tells whether the chapters' folder holds a file.
///
/// # Errors
/// What is not there.
pub fn follow(link: &str, page: &Path, pages: &Pages, is_file: impl Fn(&Path) -> bool) -> Result<(), String> {
    if leaves_the_book(link) {
        return Ok(());
    }
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or(path);
    let target = match path {
        "" => page.to_owned(),
        path if path.starts_with('/') => {
            return Err(format!("the link \"{link}\" starts at the server's root; start at this chapter"));
        }
        path => {
            let folder = page.parent().unwrap_or(Path::new(""));
            normal(&folder.join(path)).ok_or_else(|| format!("the link \"{link}\" leads out of the book"))?
        }
    };
    let chapter = if target.extension().is_some_and(|kind| kind == "html") {
        target.with_extension("md")
    } else {
        target.clone()
    };
    let Some(ids) = pages.get(&chapter) else {
        let made_by_mdbook = ["index.html", "print.html", "404.html"].iter().any(|page| target == Path::new(page));
        let is_page = target.extension().is_some_and(|kind| kind == "md");
        if made_by_mdbook || (!is_page && is_file(&target)) {
            return Ok(());
        }
        let known = pages.keys().filter_map(|page| page.to_str());
        let hint = did_you_mean(&chapter.to_string_lossy(), known);
        let what = if is_page { "is no chapter in SUMMARY.md" } else { "is not there" };
        return Err(format!("the link \"{link}\" is dead: {} {what}{hint}", crate::house::slashes(&target)));
    };
    match fragment {
        Some(id) if !id.is_empty() && !ids.contains(id) => {
            let hint = did_you_mean(id, ids.iter().map(String::as_str));
            Err(format!("the link \"{link}\" is dead: nothing on that page is called \"{id}\"{hint}"))
        }
        _ => Ok(()),
    }
}

/// Whether the link has a scheme, such as `https:`, or names another server.
fn leaves_the_book(link: &str) -> bool {
    let scheme = link.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
    is_scheme || link.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_outlined_as_mdbook_reads_it() {
        let text = "# A `b` -- c!\n\n## Same\n\n## Same\n\n## Own {#own}\n\n[x](y.md#z) ![i](p.png)\n\n<section\n id=\"raw\">\n\nword <a href=\"q\">x</a>\n\n<pre><code>a &lt; b href=\"no\" </code></pre>\n\n- ```rust\n  x\n  ```\n\nTerm\n: Meaning.\n";
        let outline = outline(text);
        assert_eq!(Vec::from_iter(outline.ids), ["a-b--c", "own", "raw", "same", "same-1", "term"]);
        assert_eq!(outline.links.iter().map(|(_, link)| link.as_str()).collect::<Vec<_>>(), ["y.md#z", "p.png", "q"]);
        assert_eq!(outline.fences.len(), 1);
        assert!(text[outline.fences[0].0..].starts_with("```rust"));
    }

    #[test]
    fn links_are_followed() {
        let pages: Pages =
            [("threads/threads.md".into(), BTreeSet::from(["spawn".to_owned()])), ("title.md".into(), BTreeSet::new())]
                .into();
        let follow = |link: &str| {
            follow(link, Path::new("threads/threads.md"), &pages, |file| file == Path::new("assets/a.svg"))
        };
        for alive in [
            "https://a.b/c",
            "mailto:a@b",
            "#spawn",
            "threads.md",
            "threads.html#spawn",
            "../title.md",
            "../assets/a.svg",
            "../index.html",
        ] {
            assert_eq!(follow(alive), Ok(()), "{alive}");
        }
        for (dead, what) in [
            ("#spwan", "did you mean \"spawn\"?"),
            ("../titel.md", "titel.md is no chapter in SUMMARY.md; did you mean \"title.md\"?"),
            ("../assets/b.svg", "assets/b.svg is not there"),
            ("../../Cargo.toml", "leads out of the book"),
            ("/title.html", "server's root"),
            ("../title.md#x", "nothing on that page is called \"x\""),
        ] {
            let said = follow(dead).unwrap_err();
            assert!(said.contains(what), "{dead}: {said}");
        }
    }
}
