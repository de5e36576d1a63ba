//! A chapter's cells: code that the reader changes and runs, a session's worth down the page, each with what it
//! answered when the book was made.
//!
//! They stand in boxes `{{#cells}} … {{#end}}`, between sentences: a fence ```` ```rust cell ````, and after it, where
//! it answers something, a fence ```` ```text answer ````.

use crate::{
    blocks::{Block, Fence, blocks},
    listing::fence,
};

/// A cell and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The line of the chapter on which its code begins, from 1.
    pub line: usize,
    /// Its code.
    pub code: String,
    /// What it answers, a line each. A number after `~` is one that varies.
    pub answer: Vec<String>,
}

/// A piece of a box.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Markdown.
    Prose(String),
    /// Code to run.
    Cell(Cell),
}

/// What stands in the boxes of a chapter, one after another; empty for a chapter that has none.
pub fn parts(chapter: &str) -> Vec<Part> {
    read(chapter).0
}

/// The parts, and what is wrong with them, by line.
fn read(chapter: &str) -> (Vec<Part>, Vec<(usize, &'static str)>) {
    let (mut parts, mut wrong, mut inside) = (Vec::new(), Vec::new(), false);
    // Only blank lines may stand between a cell and its answer.
    let mut answerable = false;
    for (line, block) in blocks(chapter) {
        match &block {
            Block::Directive { name: "cells", .. } => inside = true,
            Block::Directive { name: "end", .. } => inside = false,
            Block::Line(text) if inside => {
                match parts.last_mut() {
                    Some(Part::Prose(prose)) => {
                        prose.push('\n');
                        prose.push_str(text);
                    }
                    _ if text.is_empty() => {}
                    _ => parts.push(Part::Prose((*text).into())),
                }
                if text.contains("{{#") {
                    wrong.push((line, "what cells stand among is plain Markdown: a notebook shows it, too"));
                }
            }
            Block::Fence(fence) if is_cell(fence) => {
                if !inside {
                    wrong.push((line, "a cell stands in a box {{#cells}} … {{#end}}"));
                }
                if fence.body.iter().all(|line| line.trim().is_empty()) {
                    wrong.push((line, "a cell holds code"));
                }
                parts.push(Part::Cell(Cell { line: line + 1, code: fence.body.join("\n"), answer: Vec::new() }));
                answerable = true;
                continue;
            }
            Block::Fence(fence) if is_answer(fence) => match parts.last_mut() {
                Some(Part::Cell(cell)) if answerable => {
                    cell.answer = fence.body.iter().map(|line| line.trim_end().to_owned()).collect();
                }
                _ => wrong.push((line, "an answer follows its cell, with nothing between them")),
            },
            _ if inside => wrong.push((line, "in a box of cells stand sentences, cells and their answers")),
            _ => {}
        }
        if !matches!(block, Block::Line("")) {
            answerable = false;
        }
    }
    for part in &mut parts {
        if let Part::Prose(prose) = part {
            prose.truncate(prose.trim_end().len());
        }
    }
    (parts, wrong)
}

/// What is wrong with a chapter's cells, by line.
pub fn problems(chapter: &str) -> Vec<(usize, &'static str)> {
    let (parts, mut wrong) = read(chapter);
    let mut blocks = blocks(chapter).into_iter();
    let first =
        blocks.find_map(|(line, block)| matches!(block, Block::Directive { name: "cells", .. }).then_some(line));
    if let Some(line) = first
        && !parts.iter().any(|part| matches!(part, Part::Cell(_)))
    {
        wrong.push((line, "a box of cells holds a cell: ```rust cell"));
    }
    wrong
}

/// Whether a fence holds a cell's code.
pub fn is_cell(fence: &Fence) -> bool {
    fence.info == "rust cell"
}

/// Whether a fence holds what a cell answers.
pub fn is_answer(fence: &Fence) -> bool {
    fence.info == "text answer"
}

/// What the box starts with. `chapter` is its chapter's path under `src`, without `.md`.
pub fn open(chapter: &str) -> String {
    format!("<section class=\"box cells\" data-chapter=\"{chapter}\">\n<p class=\"box-name\">Experiment</p>")
}

/// What the box ends with: how its cells are run where the page itself doesn't.
pub fn close(chapter: &str) -> String {
    let name = chapter.rsplit('/').next().unwrap_or(chapter);
    format!(
        "<p class=\"by-command\">Change them, and run them: <code>cargo lab repl {name}</code>, or in Jupyter \
         <code>cargo lab notebook {name}</code>.</p>\n</section>"
    )
}

/// A cell on the page.
pub fn cell(body: &[&str]) -> String {
    format!("<div class=\"cell\">\n\n{}\n\n</div>", fence(&body.join("\n"), "rust"))
}

/// Its answer.
pub fn answer(body: &[&str]) -> String {
    format!("<div class=\"cell-answer\">\n\n{}\n\n</div>", fence(&body.join("\n"), "text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = "# A\n\n{{#cells}}\n\nFirst.\nStill *first*.\n\n```rust cell\nlet x = 1;\n\nx + 1\n```\n\n\
         ```text answer\n2\n```\n\n{{#end}}\n\nApart.\n\n{{#cells}}\n\n```rust cell\nx\n```\n\nLast.\n\n{{#end}}\n";

    #[test]
    fn the_boxes_of_a_chapter_are_one_session() {
        let cell = |line, code: &str, answer: &[&str]| {
            Part::Cell(Cell { line, code: code.into(), answer: answer.iter().map(|&line| line.to_owned()).collect() })
        };
        let expected = vec![
            Part::Prose("First.\nStill *first*.".into()),
            cell(9, "let x = 1;\n\nx + 1", &["2"]),
            cell(25, "x", &[]),
            Part::Prose("Last.".into()),
        ];
        assert_eq!(parts(CHAPTER), expected);
        assert_eq!(problems(CHAPTER), []);
        assert_eq!(parts("# B\n\n```rust\nx\n```\n"), []);
    }

    #[test]
    fn what_does_not_belong_is_said_with_its_line() {
        let said = |chapter: &str| problems(chapter).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        let boxed = |inside: &str| said(&format!("{{{{#cells}}}}\n{inside}\n{{{{#end}}}}\n"));
        let cell = "```rust cell\nx\n```";
        assert_eq!(said("a\n\n```rust cell\nx\n```\n"), [3]);
        assert_eq!(boxed(&format!("{cell}\n\nBut:\n\n```text answer\n1\n```")), [8]);
        assert_eq!(boxed(&format!("{cell}\n```text answer\n1\n```\n```text answer\n2\n```")), [8]);
        assert_eq!(boxed(&format!("{cell}\n```text\n1\n```")), [5]);
        assert_eq!(boxed(&format!("{cell}\n{{{{#time a b/1}}}}")), [5]);
        assert_eq!(boxed(&format!("{cell}\nIt takes {{{{#time a b/1}}}}.")), [5]);
        assert_eq!(boxed("```rust cell\n\n```"), [2]);
        assert_eq!(boxed("Only words."), [1]);
    }
}
