//! What a page of the reader's own takes from the book: questions that they answered, and figures of their
//! measurements.

use crate::{
    blocks::{Block, blocks},
    boxes,
    chapter::{self, Seen},
    figure::figure,
    house::House,
    slides::html,
};
use mdbook_preprocessor::{config::Config, errors::Result};
use std::{
    collections::BTreeSet,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

/// The style sheets of the book that the figures need, from the workbook's root.
const SHEETS: [&str; 3] = ["theme/css/variables.css", "theme/ways.css", "theme/figures.css"];

/// A question of the book.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its name.
    pub name: String,
    /// The chapter it stands in, as a path in the chapters' folder.
    pub chapter: PathBuf,
    /// What is asked, as HTML.
    pub text: String,
    /// What may be answered, each as HTML.
    pub choices: Vec<String>,
    /// The choice that is right in the book, from 0.
    pub right: usize,
    /// The one that the reader's own measurements make right, where they decide it.
    pub yours: Option<usize>,
}

/// What a page of the reader's own takes from the book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// The questions, in the book's order.
    pub questions: Vec<Question>,
    /// The reader's measurements beside the book's, each a `<figure>`: a scoreboard for each kernel that both have
    /// raced, and the roofline, if both have one. Empty where the reader has no record.
    pub figures: Vec<String>,
    /// The style sheets for these.
    pub sheets: String,
}

/// Those of the questions called `names` that stand in `chapters`, paths in the chapters' folder, and all figures.
/// `root` holds the workbook, `config` is its `book.toml`. What can't be woven is left out: building the book says what
/// is wrong with it.
///
/// # Errors
/// When `config` is broken.
pub fn own(root: &Path, config: &Config, chapters: &[PathBuf], names: &BTreeSet<&str>) -> Result<Own> {
    let house = House::new(root, &config.book.src, config.get("preprocessor.weave.reference")?);
    let mut questions = Vec::new();
    for path in chapters {
        let text = house.text(&config.book.src.join(path)).unwrap_or_default();
        for (name, place) in predictions(&text) {
            if names.contains(name) {
                let lines: Vec<_> = text.lines().skip(place.start() - 1).take(place.clone().count()).collect();
                questions.extend(question(&house, path, name, &lines.join("\n")));
            }
        }
    }
    let sheets = SHEETS.iter().filter_map(|sheet| house.text(Path::new(sheet))).map(|it| format!("{it}\n")).collect();
    Ok(Own { questions, figures: figures(&house), sheets })
}

/// The names of a chapter's predictions, and their lines, from 1.
fn predictions(chapter: &str) -> Vec<(&str, RangeInclusive<usize>)> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (line, block) in blocks(chapter) {
        match block {
            Block::Directive { name: "end", .. } => {
                if let Some((start, "predict", args)) = open.pop() {
                    found.push((args, start..=line));
                }
            }
            Block::Directive { name, args, .. } if boxes::NAMES.contains(&name) => open.push((line, name, args)),
            _ => {}
        }
    }
    found
}

/// The question whose box is `text`.
fn question(house: &House, path: &Path, name: &str, text: &str) -> Option<Question> {
    let (lines, problems) = chapter::weave(house, path, text, &mut Seen::default());
    let lines: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
    let from = |mark: &str| lines.iter().position(|line| line.starts_with(mark));
    let right = |mark: &str| {
        let number = lines[from(mark)?].split("data-right=\"").nth(1)?.split('"').next()?;
        number.parse::<usize>().ok()?.checked_sub(1)
    };
    let (asked, offered) = (from("<p class=\"box-name\">")?, from("<div class=\"choices\">")?);
    let end = offered + lines[offered..].iter().position(|line| *line == "</div>")?;
    let mut choices: Vec<String> = Vec::new();
    for line in &lines[offered + 1..end] {
        let next = format!("{}. ", choices.len() + 1);
        match (line.strip_prefix(&next), choices.last_mut()) {
            (Some(choice), _) => choices.push(choice.into()),
            (None, Some(choice)) => *choice += &format!("\n{}", line.trim()),
            (None, None) => {}
        }
    }
    problems.is_empty().then_some(Question {
        name: name.into(),
        chapter: path.into(),
        text: html(&lines[asked + 1..offered].join("\n")),
        choices: choices.iter().map(|choice| html(choice.trim())).collect(),
        right: right("<p class=\"verdict\"")?,
        yours: right("<p class=\"yours\""),
    })
}

fn figures(house: &House) -> Vec<String> {
    let Some(yours) = house.yours() else { return Vec::new() };
    let boards = yours.races.keys().map(|kernel| ("scoreboard", kernel.as_str()));
    let roofs = ["peak", "bandwidth"].iter().all(|series| yours.series.contains_key(*series));
    let all = boards.chain(roofs.then_some(("roofline", "")));
    let figures = all.filter_map(|(name, args)| figure(house, name, args).ok());
    // Here no search has to pass these by.
    figures.map(|html| html.replace("<div hidden>⟦</div>\n", "").replace("\n<div hidden>⟧</div>", "")).collect()
}
