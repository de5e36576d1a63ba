//! How long the book takes: the words of its chapters, counted, and the minutes of its exercises, looked up.

use crate::{
    blocks::{Block, blocks},
    exercise,
    house::House,
};
use std::path::Path;

/// How many words of this book a reader takes in a minute: half of the 238 that plain prose is read with (Brysbaert
/// 2019), since every page has listings, plots and questions that stop the eye.
pub const WORDS_A_MINUTE: usize = 120;

/// A chapter that has exercises.
struct Row {
    title: String,
    path: String,
    words: usize,
    exercises: usize,
    minutes: u32,
}

/// The chapters that have exercises, in the book's order, each with its words, the minutes to read them, and the
/// minutes of its exercises: a Markdown table with its sum. `chapter` is the path of the one it stands in.
///
/// # Errors
/// When there is no table of contents, or a chapter or an exercise in it can't be read.
pub fn workload(house: &House, chapter: &Path) -> Result<String, String> {
    let abouts = house.exercises().iter().map(|slug| exercise::about(house, slug)).collect::<Result<Vec<_>, _>>()?;
    let summary = house.text(&house.src().join("SUMMARY.md")).ok_or("there is no SUMMARY.md")?;
    let mut rows = Vec::new();
    for (title, path) in summary.lines().filter_map(link) {
        let name = path.strip_suffix(".md").unwrap_or(path);
        let minutes: Vec<_> = abouts.iter().filter(|about| about.chapter == name).map(|about| about.minutes).collect();
        if minutes.is_empty() {
            continue;
        }
        let text = house.text(&house.src().join(path)).ok_or_else(|| format!("there is no chapter {path}"))?;
        let (title, path) = (title.to_owned(), path.to_owned());
        rows.push(Row { title, path, words: words(&text), exercises: minutes.len(), minutes: minutes.iter().sum() });
    }
    let up = "../".repeat(chapter.components().count().saturating_sub(1));
    let mut table = String::from(
        "| chapter | words | minutes to read | exercises | minutes for them |\n|---|---:|---:|---:|---:|\n",
    );
    for row in &rows {
        let Row { title, path, words, exercises, minutes } = row;
        table += &format!("| [{title}]({up}{path}) | {words} | {} | {exercises} | {minutes} |\n", to_read(*words));
    }
    let words: usize = rows.iter().map(|row| row.words).sum();
    let read: usize = rows.iter().map(|row| to_read(row.words)).sum();
    let exercises: usize = rows.iter().map(|row| row.exercises).sum();
    let minutes: u32 = rows.iter().map(|row| row.minutes).sum();
    table += &format!("| **all** | **{words}** | **{read}** | **{exercises}** | **{minutes}** |");
    Ok(table)
}

/// Title and path of a line of the table of contents.
fn link(line: &str) -> Option<(&str, &str)> {
    let (title, path) = line.trim_start_matches(['-', '*', ' ', '\t']).strip_prefix('[')?.split_once("](")?;
    Some((title, path.strip_suffix(')')?))
}

/// What is read as prose: no listings, no transcripts, no directives.
fn words(text: &str) -> usize {
    let lines = blocks(text).into_iter().filter_map(|(_, block)| match block {
        Block::Line(line) => Some(line),
        _ => None,
    });
    lines.flat_map(str::split_whitespace).filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Rounded up to the next five.
fn to_read(words: usize) -> usize {
    words.div_ceil(5 * WORDS_A_MINUTE) * 5
}
