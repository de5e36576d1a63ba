//! Slides of a chapter: its aims, pictures, plots, predictions, exercises and summary, cut out of what the book is
//! woven to. A prediction is two slides, the question and the answer.

use crate::{
    Problems,
    blocks::{closes, fence},
    chapter::{self, Line, Seen},
    house::House,
    html::escape,
};
use mdbook_markdown::{
    MarkdownOptions, new_cmark_parser,
    pulldown_cmark::{Event, Tag, TagEnd, html::push_html},
};
use mdbook_preprocessor::{config::Config, errors::Result};
use std::path::Path;

/// The style sheets of the book that slides need, from the workbook's root.
const SHEETS: [&str; 5] =
    ["theme/css/variables.css", "theme/ways.css", "theme/code.css", "theme/boxes.css", "theme/figures.css"];

/// What slides are made of: how its first line begins in a woven chapter, and its last one.
const PARTS: [(&str, &str); 7] = [
    ("<section class=\"box aims\"", "</section>"),
    ("<section class=\"box short\"", "</section>"),
    ("<section class=\"box exercise\"", "</section>"),
    ("<section class=\"box predict\"", "</section>"),
    ("<figure class=\"picture\"", "</figure>"),
    ("<figure class=\"plot\"", "</figure>"),
    ("<figure class=\"scoreboard\"", "</figure>"),
];

/// The slides of the chapter at `path` in the chapters' folder, such as `threads/threads.md`: one page of HTML that
/// needs nothing else. `root` holds the workbook, `config` is its `book.toml`.
///
/// # Errors
/// [`Problems`], where the chapter can't be woven; when it can't be read.
pub fn slides(root: &Path, config: &Config, path: &Path) -> Result<String> {
    let house = House::new(root, &config.book.src, config.get("preprocessor.weave.reference")?);
    let file = config.book.src.join(path);
    let text = std::fs::read_to_string(root.join(&file))?.replace("\r\n", "\n");
    let (lines, problems) = chapter::weave(&house, path, &text, &mut Seen::default());
    if !problems.is_empty() {
        return Err(Problems(problems).into());
    }
    let book = config.book.title.as_deref().unwrap_or_default();
    let (title, slides) = cut(&lines, book);
    let slides: String = slides.iter().map(|html| format!("<section class=\"slide\">\n{html}\n</section>\n")).collect();
    let sheets: String =
        SHEETS.iter().filter_map(|sheet| house.text(Path::new(sheet))).map(|it| format!("{it}\n")).collect();
    let (style, script) = (include_str!("slides.css"), include_str!("slides.js"));
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{sheets}{style}</style>\n</head>\n<body>\n<main>\n{slides}</main>\n\
         <p id=\"place\" role=\"status\"></p>\n<script>\n{script}</script>\n</body>\n</html>\n",
        escape(&title)
    ))
}

/// The chapter's title, and its slides as HTML.
fn cut(lines: &[Line], book: &str) -> (String, Vec<String>) {
    let (mut title, mut section) = (String::new(), String::new());
    let mut slides = Vec::new();
    let mut fenced: Option<String> = None;
    let mut rest = lines.iter().map(|line| line.text.as_str());
    while let Some(line) = rest.next() {
        let text = line.trim_start_matches([' ', '>']);
        if let Some(ticks) = &fenced {
            if closes(text, ticks) {
                fenced = None;
            }
        } else if let Some((ticks, _)) = fence(text) {
            fenced = Some(ticks.into());
        } else if let Some(heading) = text.strip_prefix("# ").filter(|_| title.is_empty()) {
            title = bare(heading).to_owned();
            slides.push(html(&format!("<p class=\"where\">{}</p>\n\n# {title}", escape(book))));
        } else if let Some(heading) = text.strip_prefix("## ") {
            section = bare(heading).to_owned();
        } else if let Some((_, end)) = PARTS.iter().find(|(start, _)| text.starts_with(start)) {
            let indent = &line[..line.len() - text.len()];
            let mut part = vec![text];
            while !part.last().expect("it has a line").trim_end().ends_with(end) {
                let Some(line) = rest.next() else { break };
                part.push(line.strip_prefix(indent).unwrap_or(line.trim_start()));
            }
            slides.extend(slides_of(&part, &section));
        }
    }
    (title, slides)
}

/// A heading without the identifier behind it.
fn bare(heading: &str) -> &str {
    heading.split(" {#").next().unwrap_or(heading).trim()
}

/// The slides that one part of a chapter makes. A part of the text has the name of its section above it.
fn slides_of(part: &[&str], section: &str) -> Vec<String> {
    let first = part[0];
    let whole = part.join("\n");
    let under =
        |text: &str| html(&if section.is_empty() { text.to_owned() } else { format!("## {section}\n\n{text}") });
    if first.contains("box exercise") {
        let find = |start: &str| part.iter().find(|line| line.starts_with(start)).copied().unwrap_or_default();
        let slug = first.split("data-exercise=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let (title, about) = (bare(find("### ").trim_start_matches('#')), find("<p class=\"about\">"));
        return vec![html(&format!("## {title}\n\n{about}\n\n```console\n$ cargo lab check {slug}\n```\n"))];
    }
    if !first.contains("box predict") {
        return vec![if first.contains("box ") { html(&whole) } else { under(&whole) }];
    }
    let from = |mark: &str| part.iter().position(|line| line.trim_start().starts_with(mark)).unwrap_or(part.len());
    let (choices, answer) = (from("<div class=\"choices\">"), from("<details class=\"answer\">"));
    let question = format!("{}\n</section>", part[..answer].join("\n"));
    let end = part.len().saturating_sub(2).max(answer);
    // Its first two lines are the fold's own.
    let explained = part[(answer + 2).min(end)..end].join("\n");
    let right = explained.split("data-right=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
    let offered = part[choices.min(answer)..answer].join("\n");
    let answer = format!("<section class=\"box predict right-{right}\">\n\n{offered}\n\n{explained}\n\n</section>");
    vec![under(&question), under(&answer)]
}

/// Markdown as mdBook reads it. Links within the book are left out, for here it isn't around.
pub fn html(markdown: &str) -> String {
    let mut open = Vec::new();
    let events = new_cmark_parser(markdown, &MarkdownOptions::default()).filter(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            open.push(dest_url.starts_with("https:"));
            open.last() == Some(&true)
        }
        Event::End(TagEnd::Link) => open.pop() == Some(true),
        _ => true,
    });
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slides(markdown: &str) -> (String, Vec<String>) {
        let lines: Vec<_> = markdown.lines().map(|text| Line { source: 1, made: false, text: text.into() }).collect();
        cut(&lines, "Book")
    }

    #[test]
    fn a_prediction_is_a_question_and_then_its_answer() {
        let markdown = "# A & b {#x}\n\n```sh\n# no title\n## no section\n```\n\nProse.\n\n## How [many](a.md)?\n\n\
            <section class=\"box predict\" id=\"predict-x\">\n<p class=\"box-name\">Predict</p>\n\nWhich?\n\n\
            <div class=\"choices\">\n\n1. one\n2. two\n\n</div>\n<details class=\"answer\">\n\
            <summary>Check your guess</summary>\n\n<p class=\"verdict\" data-right=\"2\">B is right.</p>\n\n\
            Because [so](https://example.org).\n</details>\n</section>\n";
        let (title, slides) = slides(markdown);
        assert_eq!((title.as_str(), slides.len()), ("A & b", 3));
        assert!(slides[0].contains("<h1>A &amp; b</h1>") && slides[0].contains("Book"), "{}", slides[0]);
        let question = &slides[1];
        assert!(question.contains("<h2>How many?</h2>") && question.contains("id=\"predict-x\""), "{question}");
        assert!(question.contains("<li>two</li>") && !question.contains("right"), "{question}");
        assert!(question.trim_end().ends_with("</section>"));
        let answer = &slides[2];
        assert!(answer.contains("right-2") && answer.contains("<li>two</li>"), "{answer}");
        assert!(
            answer.contains("B is right.") && answer.contains("<a href=\"https://example.org\">so</a>"),
            "{answer}"
        );
        assert!(!answer.contains("<details") && !answer.contains("id=\""), "{answer}");
    }

    #[test]
    fn pictures_and_exercises_have_a_slide_each_wherever_they_stand() {
        let markdown = "# A\n\n## B {#b}\n\n- in a list\n\n  <figure class=\"picture\">\n  <div class=\"scroll\"><svg>\n\
              <title>A dot</title></svg></div>\n  <figcaption>\n\n  *Seen*\n\n  </figcaption>\n  </figure>\n\n\
            <section class=\"box exercise\" data-exercise=\"wedges\">\n<p class=\"box-name\">Exercise</p>\n\n\
            ### A \\*wedge {#exercise-wedges}\n\n<p class=\"about\">20 minutes · easy</p>\n\nThe task.\n\n</section>\n";
        let (_, slides) = slides(markdown);
        assert_eq!(slides.len(), 3);
        assert!(slides[1].starts_with("<h2>B</h2>") && slides[1].contains("<em>Seen</em>"), "{}", slides[1]);
        assert!(slides[1].contains("<title>A dot</title>") && !slides[1].contains("<code>"), "{}", slides[1]);
        assert!(slides[2].contains("<h2>A *wedge</h2>") && slides[2].contains("20 minutes"), "{}", slides[2]);
        assert!(slides[2].contains("cargo lab check wedges") && !slides[2].contains("The task"), "{}", slides[2]);
    }
}
