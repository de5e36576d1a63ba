//! A chapter cut into the pieces that weave treats differently: lines of prose, fences, and directives that stand on
//! their own line.

/// One piece of a chapter.
#[derive(Debug, PartialEq)]
pub enum Block<'a> {
    /// A line of Markdown.
    Line(&'a str),
    /// A fenced code block.
    Fence(Fence<'a>),
    /// A directive alone on its line.
    Directive {
        /// What stands before it: spaces, and `>` in a block quote.
        indent: &'a str,
        /// `include`, `predict`, …
        name: &'a str,
        /// All between the name and `}}`.
        args: &'a str,
    },
}

/// A fenced code block.
#[derive(Debug, PartialEq)]
pub struct Fence<'a> {
    /// What stands before each of its lines: spaces, and `>` in a block quote.
    pub indent: &'a str,
    /// The backticks or tildes.
    pub ticks: &'a str,
    /// What stands behind them: the language, mostly.
    pub info: &'a str,
    /// The lines between, without what stands before each.
    pub body: Vec<&'a str>,
    /// Whether it ends before the chapter does.
    pub closed: bool,
}

impl<'a> Fence<'a> {
    /// The language it names; empty where it names none.
    pub fn language(&self) -> &'a str {
        self.info.split([' ', '\t', ',', '{']).find(|word| !word.is_empty()).unwrap_or("")
    }
}

/// The pieces of `text` in order, each with the line it starts on, counted from 1.
pub fn blocks(text: &str) -> Vec<(usize, Block<'_>)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let (indent, rest) = line.split_at(line.len() - line.trim_start_matches([' ', '>']).len());
        let block = if let Some((ticks, info)) = fence(rest) {
            let mut fence = Fence { indent, ticks, info: info.trim(), body: Vec::new(), closed: false };
            for (line, _) in lines.by_ref() {
                if closes(line, ticks) {
                    fence.closed = true;
                    break;
                }
                fence.body.push(without(line, indent));
            }
            Block::Fence(fence)
        } else if let Some((name, args)) = directive(rest) {
            Block::Directive { indent, name, args }
        } else {
            Block::Line(line)
        };
        blocks.push((number, block));
    }
    blocks
}

/// Name and arguments, if the text is one directive and nothing else.
pub fn directive(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim().strip_prefix("{{#")?.strip_suffix("}}")?;
    if inner.contains("}}") {
        return None;
    }
    let inner = inner.trim();
    let (name, args) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    Some((name, args.trim()))
}

/// The backticks or tildes that open a fence, and what stands behind them.
pub fn fence(text: &str) -> Option<(&str, &str)> {
    ['`', '~'].into_iter().find_map(|mark| {
        let (ticks, info) = text.split_at(text.len() - text.trim_start_matches(mark).len());
        (ticks.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some((ticks, info))
    })
}

/// Whether the line closes the fence that `ticks` opened.
pub fn closes(line: &str, ticks: &str) -> bool {
    let line = line.trim_start_matches([' ', '>']).trim_end();
    line.starts_with(ticks) && line.trim_start_matches(&ticks[..1]).is_empty()
}

/// The line without the indentation of the fence around it, as far as it has any.
fn without<'a>(line: &'a str, indent: &str) -> &'a str {
    line.strip_prefix(indent).unwrap_or_else(|| line.trim_start_matches([' ', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_falls_into_its_pieces() {
        let text = "Prose {{#time a b/1}}.\n\n  {{#diff a b}}\n> ~~~text x\n> ~~\n> y\n> ~~~~\n```rust,ignore\n{{#include a.rs:b}}\n";
        let expected = vec![
            (1, Block::Line("Prose {{#time a b/1}}.")),
            (2, Block::Line("")),
            (3, Block::Directive { indent: "  ", name: "diff", args: "a b" }),
            (
                4,
                Block::Fence(Fence { indent: "> ", ticks: "~~~", info: "text x", body: vec!["~~", "y"], closed: true }),
            ),
            (
                8,
                Block::Fence(Fence {
                    indent: "",
                    ticks: "```",
                    info: "rust,ignore",
                    body: vec!["{{#include a.rs:b}}"],
                    closed: false,
                }),
            ),
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn two_directives_on_a_line_are_not_one() {
        assert_eq!(directive("{{#time a b/1}} and {{#time a c/1}}"), None);
        assert_eq!(directive(" {{#end}} "), Some(("end", "")));
    }
}
