//! One chapter, woven: every directive replaced, every line remembering the line it came from.

use crate::{
    args::{Args, did_you_mean},
    blocks::{Block, Fence, blocks, closes, directive, fence},
    boxes, cells, claim, compile_fail, course, exercise, figure, held,
    house::{House, slashes},
    html::{fenced, unbroken, unsearched},
    inline,
    listing::{diff, listing},
    mark, number, picture,
    predict::Predict,
    problem::Problem,
    target::Target,
    workload,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// What all chapters together have used.
#[derive(Default)]
pub struct Seen {
    /// Anchors, with the file each stands in.
    pub anchors: BTreeSet<(PathBuf, String)>,
    /// Predictions, with where each stands.
    predictions: BTreeMap<String, String>,
    /// Every claim, as it is written.
    pub claims: Vec<String>,
    /// What a text says of as having two numbers: both sides of each claim `A ≠ B`.
    pub differing: BTreeSet<[String; 2]>,
}

/// A line of a woven chapter.
#[derive(Debug, PartialEq)]
pub struct Line {
    /// The line of the chapter it was made from, counted from 1.
    pub source: usize,
    /// Whether it was made from other files, and not typed here.
    pub made: bool,
    /// Its text.
    pub text: String,
}

/// A paragraph of prose, as far as it has been woven.
#[derive(Default)]
struct Paragraph {
    /// The line of its first measured number.
    line: usize,
    /// How many measured things stand side by side in it; a ratio sets two beside each other.
    measured: usize,
    /// Whether a claim says what they bear out.
    claimed: bool,
}

/// A box that waits for its `{{#end}}`.
struct Open {
    name: String,
    line: usize,
    predict: Option<Predict>,
}

struct Weaving<'a> {
    house: &'a House,
    chapter: &'a Path,
    seen: &'a mut Seen,
    open: Vec<Open>,
    paragraph: Paragraph,
    lines: Vec<Line>,
    problems: Vec<Problem>,
}

/// Weaves `text`, the chapter at the path `chapter` in the chapters' folder.
pub fn weave(house: &House, chapter: &Path, text: &str, seen: &mut Seen) -> (Vec<Line>, Vec<Problem>) {
    let (open, paragraph, lines, problems) = Default::default();
    let mut weaving = Weaving { house, chapter, seen, open, paragraph, lines, problems };
    for (line, block) in blocks(text) {
        weaving.block(line, block);
    }
    for (line, what) in cells::problems(text) {
        weaving.problem(line, what.into());
    }
    weaving.end_paragraph();
    for open in std::mem::take(&mut weaving.open) {
        weaving.problem(open.line, format!("{{{{#{}}}}} is never closed; {{{{#end}}}} is missing", open.name));
    }
    weaving.numbers();
    keep_units(&mut weaving.lines);
    (weaving.lines, weaving.problems)
}

/// Ties numbers to their units in all lines but those of code.
fn keep_units(lines: &mut [Line]) {
    let mut ends: Option<String> = None;
    for Line { text, .. } in lines {
        let start = text.trim_start_matches([' ', '>']);
        match &ends {
            Some(end) if end == "</pre>" => {
                if text.contains("</pre>") {
                    ends = None;
                }
            }
            Some(ticks) => {
                if closes(text, ticks) {
                    ends = None;
                }
            }
            None => match fence(start) {
                Some((ticks, _)) => ends = Some(ticks.into()),
                None if text.contains("<pre") => {
                    if !text.contains("</pre>") {
                        ends = Some("</pre>".into());
                    }
                }
                None => *text = unbroken(text),
            },
        }
    }
}

impl Weaving<'_> {
    /// The chapter's path under `src`, without `.md`.
    fn name(&self) -> String {
        slashes(&self.chapter.with_extension(""))
    }

    fn problem(&mut self, line: usize, what: String) {
        self.problems.push(Problem { file: self.house.src().join(self.chapter), line, what });
    }

    fn push(&mut self, source: usize, made: bool, indent: &str, text: &str) {
        let lines = text.lines().map(|line| {
            let text = if line.is_empty() { indent.trim_end().to_owned() } else { format!("{indent}{line}") };
            Line { source, made, text }
        });
        self.lines.extend(lines);
    }

    /// Ends the chapter with where its numbers come from.
    fn numbers(&mut self) {
        let page: Vec<_> = self.lines.iter().map(|line| line.text.as_str()).collect();
        let sources = number::sources(&page.join("\n"));
        if !sources.is_empty() {
            let last = self.lines.last().map_or(1, |line| line.source);
            self.push(last, true, "", &format!("\n{}\n\n", unsearched(&sources)));
        }
    }

    fn block(&mut self, line: usize, block: Block) {
        // Of a claim that stands alone nothing is left, not even its line: the paragraph around it goes on.
        if let Block::Directive { name: "claim", args, .. } = block {
            if let Err(what) = self.claim(args) {
                self.problem(line, what);
            }
            return;
        }
        if !matches!(block, Block::Line(_)) {
            self.end_paragraph();
            self.leave_choices(line, &block);
        }
        match block {
            Block::Line(text) => self.prose(line, text),
            Block::Fence(fence) => self.fence(line, &fence),
            Block::Directive { indent, name, args } => match self.directive(line, name, args) {
                // Blank lines around it, so that Markdown starts and ends its HTML here.
                Ok(html) => self.push(line, true, indent, &format!("\n{html}\n\n")),
                Err(what) => self.problem(line, what),
            },
        }
    }

    /// Numbers side by side are there to be compared, so that a claim has to say what they bear out.
    fn end_paragraph(&mut self) {
        let Paragraph { line, measured, claimed } = std::mem::take(&mut self.paragraph);
        if measured > 1 && !claimed {
            let what = "measurements stand side by side in this paragraph: {{#claim A < B}} says what the record must bear out";
            self.problem(line, what.into());
        }
    }

    /// Whatever is no line of prose ends a prediction's choices.
    fn leave_choices(&mut self, line: usize, block: &Block) {
        let ends = matches!(block, Block::Directive { name: "end", .. });
        if let Some(predict) = self.open.last_mut().and_then(|open| open.predict.as_mut())
            && !ends
        {
            let html = predict.other();
            self.push(line, true, "", &html);
        }
    }

    fn prose(&mut self, line: usize, text: &str) {
        if text.trim_matches([' ', '>']).is_empty() {
            self.end_paragraph();
        }
        let mut text = text.to_owned();
        if let Some(predict) = self.open.last_mut().and_then(|open| open.predict.as_mut()) {
            match predict.line(&text) {
                Ok(woven) => text = woven,
                Err(what) => return self.problem(line, what),
            }
        }
        // One line in can be several out, but directives stand only in what was typed. A table sets numbers side by
        // side without saying anything about them.
        let table = text.trim_start_matches([' ', '>']).starts_with('|');
        let (text, wrong) = inline::line(&text, |name, args| {
            let measured = match name {
                _ if table => 0,
                "ratio" => 2,
                "time" | "efficiency" | "fact" | "interval" | "predicted" => 1,
                _ => 0,
            };
            if self.paragraph.measured == 0 {
                self.paragraph.line = line;
            }
            self.paragraph.measured += measured;
            self.inline(name, args)
        });
        for what in wrong {
            self.problem(line, what);
        }
        self.push(line, false, "", if text.is_empty() { "\n" } else { &text });
    }

    fn inline(&mut self, name: &str, args: &str) -> Result<String, String> {
        if number::NAMES.contains(&name) {
            return number::number(self.house.shelf()?, name, args);
        }
        if name == "claim" {
            return self.claim(args).map(|()| String::new());
        }
        if name == "claims_held" {
            return held::promised(self.house.shelf()?, args);
        }
        if name == "where" {
            return Err("{{#where …}} stands at the end of a prediction's choice".into());
        }
        if name == "minutes" {
            let [slug] = Args::parse(args, &[])?.words("minutes SLUG")?;
            return exercise::about(self.house, slug).map(|about| about.minutes.to_string());
        }
        // mdBook's own: what the browser's tab says.
        if name == "title" {
            return Ok(format!("{{{{#title {args}}}}}"));
        }
        if BLOCKS.contains(&name) || boxes::NAMES.contains(&name) {
            return Err(format!("{{{{#{name}}}}} stands on a line of its own"));
        }
        Err(unknown(name))
    }

    fn claim(&mut self, args: &str) -> Result<(), String> {
        self.paragraph.claimed = true;
        claim::claim(self.house.shelf()?, args)?;
        self.seen.claims.push(args.to_owned());
        if let Some(sides) = claim::differing(args) {
            self.seen.differing.insert(sides.map(str::to_owned));
        }
        Ok(())
    }

    fn directive(&mut self, line: usize, name: &str, args: &str) -> Result<String, String> {
        match name {
            "end" => self.end(args),
            _ if boxes::NAMES.contains(&name) => self.open_box(line, name, args),
            "include" => {
                picture::svg(&self.target(args)?).map(|svg| format!("<figure class=\"picture\">\n{svg}\n</figure>"))
            }
            "diff" => {
                let [old, new] = Args::parse(args, &[])?.words("diff OLD NEW")?;
                diff(&self.target(old)?, &self.target(new)?)
            }
            "compile_fail" => {
                let [name] = Args::parse(args, &[])?.words("compile_fail NAME")?;
                compile_fail::compile_fail(self.house, name)
            }
            "exercise" => {
                let [slug] = Args::parse(args, &[])?.words("exercise SLUG")?;
                exercise::exercise(self.house, slug, &self.name())
            }
            "ways" => {
                let [] = Args::parse(args, &[])?.words("ways")?;
                Ok(mark::legend())
            }
            "workload" => {
                let [] = Args::parse(args, &[])?.words("workload")?;
                workload::workload(self.house, self.chapter)
            }
            _ if figure::NAMES.contains(&name) => figure::figure(self.house, name, args),
            // Alone on its line, but still a sentence's worth.
            _ => self.inline(name, args),
        }
    }

    fn target(&mut self, target: &str) -> Result<Target, String> {
        let folder = self.house.src().join(self.chapter.parent().unwrap_or(Path::new("")));
        let target = Target::read(self.house, &folder, target)?;
        if let Some(anchor) = &target.anchor {
            self.seen.anchors.insert((target.file.clone(), anchor.clone()));
        }
        Ok(target)
    }

    fn open_box(&mut self, line: usize, name: &str, args: &str) -> Result<String, String> {
        // It is open even if something is wrong with it, so that its {{#end}} closes it and nothing else.
        let predict = (name == "predict").then(Predict::default);
        self.open.push(Open { name: name.into(), line, predict });
        match name {
            "predict" => self.prediction(line, args),
            "widget" => self.widget(args),
            "cells" if !args.is_empty() => Err("{{#cells}} takes no title".into()),
            "cells" => Ok(cells::open(&self.name())),
            "picture" => {
                picture::svg(&self.target(args)?).map(|svg| format!("<figure class=\"picture\">\n{svg}\n<figcaption>"))
            }
            _ => boxes::open(name, args),
        }
    }

    fn prediction(&mut self, line: usize, id: &str) -> Result<String, String> {
        let here = format!("{}:{line}", slashes(&self.house.src().join(self.chapter)));
        let html = Predict::open(boxes::name("predict", id)?);
        match self.seen.predictions.insert(id.into(), here) {
            Some(there) => Err(format!("the prediction \"{id}\" stands at {there} already")),
            None => Ok(html),
        }
    }

    fn widget(&self, args: &str) -> Result<String, String> {
        let (name, of) = match args.split_once(' ') {
            Some((name, of)) => (name, Some(boxes::name("widget", of)?)),
            None => (args, None),
        };
        let module = self.house.src().join("widgets").join(boxes::name("widget", name)?).with_extension("js");
        match self.house.text(&module) {
            Some(_) => Ok(boxes::widget(name, of)),
            None => Err(format!("there is no widget {}", slashes(&module))),
        }
    }

    fn end(&mut self, args: &str) -> Result<String, String> {
        if !args.is_empty() {
            return Err("{{#end}} closes the box that was opened last, and takes no name".into());
        }
        let Some(open) = self.open.pop() else { return Err("{{#end}} closes nothing: no box is open".into()) };
        match (open.predict, open.name.as_str()) {
            (Some(predict), _) => {
                // Where the box starts, because that is where its author looks.
                self.answered(&predict).map_err(|what| format!("{what} (the prediction opened on line {})", open.line))
            }
            (_, "widget") => Ok("</div>".into()),
            (_, "cells") => Ok(cells::close(&self.name())),
            (_, "picture") => Ok("</figcaption>\n</figure>".into()),
            (_, name) => Ok(boxes::close(name).into()),
        }
    }

    /// The end of a prediction: which choice the reference makes right, and which the reader's own record.
    fn answered(&self, predict: &Predict) -> Result<String, String> {
        if !predict.is_measured() {
            return predict.close(None, None);
        }
        let shelf = self.house.shelf()?;
        let reference = predict.by(|claim| claim::holds(shelf, shelf.reference(), claim).map(Some))?;
        let yours = match self.house.yours() {
            Some(yours) => predict.by(|claim| Ok(claim::holds(shelf, yours, claim).ok()))?,
            None => None,
        };
        predict.close(reference, yours)
    }

    fn fence(&mut self, line: usize, fence: &Fence) {
        if !fence.closed {
            return self.problem(line, format!("the fence {} is never closed", fence.ticks));
        }
        // What a cell may hold, and where, has been seen to; that it runs, a replay tells.
        if cells::is_cell(fence) || cells::is_answer(fence) {
            let html = if cells::is_cell(fence) { cells::cell(&fence.body) } else { cells::answer(&fence.body) };
            return self.push(line + 1, true, fence.indent, &format!("\n{html}\n\n"));
        }
        let include =
            |text: &&str| directive(text).filter(|(name, _)| *name == "include").map(|(_, target)| target.to_owned());
        let only = if let [text] = fence.body[..] { include(&text) } else { None };
        match (fence.language(), only) {
            ("", _) => self.problem(line, "a fence names its language: ```text, ```console, ```toml, …".into()),
            ("rust" | "rs", None) => {
                self.problem(
                    line,
                    "Rust is not typed into a chapter: include it from a file that the tests see".into(),
                );
            }
            ("python" | "py", _) if !self.open.iter().any(|open| open.name == "python") => {
                self.problem(line, "Python stands only in a box {{#python}} … {{#end}}".into());
            }
            ("course", _) => match course::course(self.house, fence.info, &fence.body) {
                Ok(table) => self.push(line, true, fence.indent, &format!("\n{table}\n\n")),
                Err(what) => self.problem(line, what),
            },
            (language, Some(target)) => match self.target(&target) {
                Ok(target) => {
                    let html = listing(&target, language);
                    self.push(line + 1, true, fence.indent, &format!("\n{html}\n\n"));
                }
                Err(what) => self.problem(line + 1, what),
            },
            _ => self.typed(line, fence),
        }
    }

    /// A fence whose lines are typed, some of them perhaps included.
    fn typed(&mut self, line: usize, fence: &Fence) {
        self.push(line, false, fence.indent, &format!("{}{}", fence.ticks, fence.info));
        for (text, number) in fence.body.iter().zip(line + 1..) {
            match directive(text) {
                Some(("include", target)) => match self.target(target) {
                    Ok(target) => {
                        let code: Vec<_> = target.text.lines().map(fenced).collect();
                        self.push(number, true, fence.indent, &code.join("\n"));
                    }
                    Err(what) => self.problem(number, what),
                },
                _ if text.contains("{{#") && !text.contains("\\{{#") => {
                    self.problem(number, "a directive in a fence is not woven; to show it, write \\{{#".into());
                }
                _ => self.push(number, false, fence.indent, if text.is_empty() { "\n" } else { text }),
            }
        }
        self.push(line + fence.body.len() + 1, false, fence.indent, fence.ticks);
    }
}

/// The directives that stand alone and open no box.
const BLOCKS: [&str; 12] = [
    "include",
    "diff",
    "compile_fail",
    "exercise",
    "end",
    "ways",
    "plot",
    "series",
    "timeline",
    "roofline",
    "scoreboard",
    "workload",
];

fn unknown(name: &str) -> String {
    let known = BLOCKS
        .iter()
        .chain(&boxes::NAMES)
        .chain(&number::NAMES)
        .chain(&["minutes", "claim", "claims_held", "where"])
        .copied();
    format!("there is no directive {{{{#{name}}}}}{}", did_you_mean(name, known))
}
