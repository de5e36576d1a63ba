//! Weaves the book from tested files, records and exercises.
//!
//! A chapter is Markdown with directives; `README.md` beside this crate lists them. [`Weave`] replaces them before
//! mdBook sees the chapter, and refuses the whole book, naming file and line, where something in it can't be proved:
//! code that no test sees, a number that nobody measured, a link that leads nowhere. All problems of a build come in
//! one [`Problems`].

mod anchors;
mod args;
mod blocks;
mod boxes;
pub mod cells;
mod chapter;
mod claim;
mod compile_fail;
mod course;
mod exercise;
mod figure;
mod held;
mod house;
mod html;
mod inline;
mod links;
mod listing;
pub mod litter;
mod mark;
mod number;
mod own;
mod picture;
mod predict;
mod problem;
mod reflow;
mod runs;
mod scoreboard;
mod shelf;
mod slides;
mod target;
pub mod ways;
mod workload;

pub use own::{Own, Question, own};
pub use problem::{Problem, Problems};
pub use slides::slides;

use chapter::{Line, Seen};
use house::House;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext, book::Book, errors::Result};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The preprocessor. It takes two settings from `book.toml`, under `[preprocessor.weave]`: `reference`, the folder of
/// `benches/record` that the book's numbers come from, and `same`, pairs of names that measure the same thing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weave;

impl Preprocessor for Weave {
    fn name(&self) -> &str {
        "weave"
    }

    /// # Errors
    /// [`Problems`], if there are any.
    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let reference = ctx.config.get("preprocessor.weave.reference")?;
        let same: Vec<[String; 2]> = ctx.config.get("preprocessor.weave.same")?.unwrap_or_default();
        let house = House::new(&ctx.root, &ctx.config.book.src, reference);
        weave(&house, &same, &mut book)?;
        Ok(book)
    }
}

/// Weaves every chapter, then checks what only the whole book can tell: links, anchors, and quantities with two
/// numbers.
fn weave(house: &House, same: &[[String; 2]], book: &mut Book) -> std::result::Result<(), Problems> {
    let (mut seen, mut problems, mut woven) = (Seen::default(), Vec::new(), BTreeMap::new());
    book.for_each_chapter_mut(|chapter| {
        let Some(path) = chapter.path.clone() else { return };
        let (lines, wrong) = chapter::weave(house, &path, &chapter.content, &mut seen);
        problems.extend(wrong);
        woven.insert(path, lines);
    });
    problems.extend(keep_promises(house, &seen, &mut woven));
    problems.extend(dead_links(house, &woven));
    problems.extend(unused_anchors(house, &seen));
    problems.extend(two_numbers(house, &seen, same));
    if !problems.is_empty() {
        problems.sort();
        return Err(Problems(problems));
    }
    book.for_each_chapter_mut(|chapter| {
        if let Some(lines) = chapter.path.as_ref().and_then(|path| woven.get(path)) {
            chapter.content = text(lines);
        }
    });
    Ok(())
}

/// Puts in what only the whole book can tell.
fn keep_promises(house: &House, seen: &Seen, woven: &mut BTreeMap<PathBuf, Vec<Line>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, lines) in woven {
        for line in lines.iter_mut().filter(|line| held::is_promised(&line.text)) {
            match house.shelf().and_then(|shelf| held::kept(shelf, &seen.claims, &line.text)) {
                Ok(text) => line.text = text,
                Err(what) => problems.push(Problem { file: house.src().join(path), line: line.source, what }),
            }
        }
    }
    problems
}

fn text(lines: &[Line]) -> String {
    let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    for line in lines {
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// Links that lead nowhere, and Rust that got past the cutting into blocks (behind a list's bullet, say).
fn dead_links(house: &House, woven: &BTreeMap<PathBuf, Vec<Line>>) -> Vec<Problem> {
    let outlines: BTreeMap<_, _> = woven.iter().map(|(path, lines)| (path, links::outline(&text(lines)))).collect();
    let pages = outlines.iter().map(|(path, outline)| ((*path).clone(), outline.ids.clone())).collect();
    let is_file = |path: &Path| house.at(house.src()).join(path).is_file();
    let mut problems = Vec::new();
    for (path, lines) in woven {
        let outline = &outlines[path];
        let mut problem = |line: &Line, what| {
            problems.push(Problem { file: house.src().join(path), line: line.source, what });
        };
        for (at, link) in &outline.links {
            if let Err(what) = links::follow(link, path, &pages, is_file) {
                problem(line_at(lines, *at), what);
            }
        }
        for (at, language) in &outline.fences {
            let line = line_at(lines, *at);
            if matches!(language.as_str(), "rust" | "rs") && !line.made {
                problem(line, "Rust is not typed into a chapter: include it from a file that the tests see".into());
            }
        }
    }
    problems
}

/// The line at a position of the text that the lines make.
fn line_at(lines: &[Line], at: usize) -> &Line {
    let mut end = 0;
    let found = lines.iter().find(|line| {
        end += line.text.len() + 1;
        at < end
    });
    found.or(lines.last()).expect("a position lies in some line")
}

/// Anchors that no chapter includes: what they mark may change, and nobody would look.
fn unused_anchors(house: &House, seen: &Seen) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in house.tested() {
        let Some(text) = house.text(&file) else { continue };
        for (line, name) in anchors::defined(&text) {
            if !seen.anchors.contains(&(file.clone(), name.to_owned())) {
                problems.push(Problem {
                    file: file.clone(),
                    line,
                    what: format!("no chapter uses the anchor \"{name}\""),
                });
            }
        }
    }
    problems
}

/// Pairs that `book.toml` calls the same and whose intervals lie apart, unless a chapter says why, with a claim
/// `A ≠ B`.
fn two_numbers(house: &House, seen: &Seen, same: &[[String; 2]]) -> Vec<Problem> {
    let file = PathBuf::from("book.toml");
    let problem = |[a, b]: &[String; 2]| {
        let said = |one: &String, other: &String| seen.differing.contains(&[one.clone(), other.clone()]);
        let apart = match house.shelf() {
            Ok(_) if said(a, b) || said(b, a) => return None,
            Ok(shelf) => claim::same(shelf, a, b).err()?,
            Err(what) => what,
        };
        let text = house.text(&file).unwrap_or_default();
        let line =
            text.lines().position(|line| line.contains(a.as_str()) && line.contains(b.as_str())).unwrap_or(0) + 1;
        let what = format!(
            "these measure the same, and the record has two numbers for it: {apart}. Measure again, or say why in a chapter, with \
             {{{{#claim {a} ≠ {b}}}}}"
        );
        Some(Problem { file: file.clone(), line, what })
    };
    same.iter().filter_map(problem).collect()
}
